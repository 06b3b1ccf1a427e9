import { test } from 'node:test';
import { floatNumber, integerRange, U64, unsignedInteger } from '../../../server/src/values';
import { faults, prints, takes, tells } from './judge';

const byte = unsignedInteger({ id: 'byte', max: 255 });
const step = unsignedInteger({ id: 'step', min: 1, max: 255 });
const long = unsignedInteger({ id: 'long', max: U64 });
const range = integerRange({ id: 'length', max: 65535 });
const refused = '…: bad value for option "--…", or out of range (0-255).';

test('numbers are decimal, hexadecimal or octal, with white space and a plus sign before them', () => {
  takes(byte, ['0', '255', '0xff', '0XFF', '0377', '00', '+5', ' 5', '\t7']);
  takes(step, ['1']);
  takes(long, ['18446744073709551615', '0xffffffffffffffff', '9007199254740993']);
  prints(byte, { '0x10': '16', '010': '8', ' 5': '5' });
  prints(long, { '18446744073709551615': '18446744073709551615', '0xfffffffffffffffe': '18446744073709551614' });
  tells(byte, { '0x10': '16 in decimal.', '010': '8 in decimal: a leading 0 makes the number octal.', '5': undefined });
});

test('what strtoul does not take whole is refused at what is too much', () => {
  faults(byte, '15‹a›', { refusal: refused });
  faults(byte, '5‹ ›', { refusal: refused });
  faults(byte, '0‹x›', { refusal: refused });
  faults(byte, '‹abc›', { refusal: refused, says: /not a number/ });
  faults(byte, '‹-1›', { refusal: refused, says: /negative/ });
  faults(byte, '‹›', { refusal: refused, says: /missing/ });
  faults(byte, '‹08›', { refusal: refused, suggestion: '8', says: /octal/ });
});

test('limits count, up to 64 bits exactly', () => {
  faults(byte, '‹256›', { refusal: refused, says: /between 0 and 255/ });
  faults(step, '‹0›', { refusal: '…: bad value for option "--…", or out of range (1-255).' });
  faults(long, '‹18446744073709551616›', { refusal: '…: bad value for option "--…", or out of range (0-18446744073709551615).' });
});

test('ranges are open at either end and do not run backwards', () => {
  takes(range, ['5', '5:9', '5:5', ':9', '5:', ':', '0x10:020']);
  prints(range, { '5': '5', ':9': '0:9', '5:': '5:65535', '5:5': '5', '0x10:030': '16:24' });
  tells(range, { '5:9': 'From 5 to 9, both included.', '5': undefined });
  faults(range, '‹9:5›', { refusal: '…: bad value for option "--…" near "5", or out of range (9-65535).', suggestion: '5:9' });
  faults(range, '1:2‹:3›', { refusal: '…: Too many components for option "--…" (max: 2)' });
  faults(range, '1‹-2›', { refusal: '…: Argument to "--…" has unexpected characters near "-2".' });
  faults(range, '1:‹65536›', { refusal: '…: bad value for option "--…" near "65536", or out of range (1-65535).' });
  faults(range, '‹x›:1', { refusal: '…: bad value for option "--…" near "x:1", or out of range (0-65535).' });
});

test('a range that needs both ends is refused without them', () => {
  const both = integerRange({ id: 'both', max: 9, bothEnds: true });
  takes(both, ['1:2', ':', '3:']);
  faults(both, '‹5›', { refusal: 'Bad range "5"' });
});

test('fractions are what strtod takes', () => {
  const probability = floatNumber({ min: 0, max: 1 });
  takes(probability, ['0', '1', '0.5', '.5', '1.', '5e-1', '0x.8p0', '+0.25', ' 0.5']);
  const words = '…: bad value for option "--…", or out of range (0-1).';
  faults(probability, '‹1.01›', { refusal: words });
  faults(probability, '‹-0.1›', { refusal: words });
  faults(probability, '‹0,5›', { refusal: words, suggestion: '0.5' });
  faults(probability, '0.5‹x›', { refusal: words });
  faults(probability, '‹half›', { refusal: words });
  faults(probability, '‹nan›', {});
});
