import assert from 'node:assert/strict';
import { test } from 'node:test';
import { list, oneOf, range, unsignedInteger, wordList } from '../../../server/src/values';
import { faults, offers, prints, takes, tells } from './judge';

const doc = { en: '', ja: '' };
const colours = [
  { value: 'red', detail: '1', doc: { en: 'like blood', ja: '血の色' }, aliases: ['crimson'] },
  { value: 'green' },
  { value: 'grey', canonical: 'gray' },
];

test('one of some words, whole', () => {
  const colour = oneOf(colours, { id: 'colour', doc, refusal: (word) => `no ${word}` });
  takes(colour, ['red', 'crimson', 'grey']);
  prints(colour, { crimson: 'red', grey: 'gray' });
  tells(colour, { crimson: 'like blood', green: undefined });
  faults(colour, '‹Red›', { refusal: 'no Red', suggestion: 'red', says: /capital and small/ });
  faults(colour, '‹gren›', { refusal: 'no gren', suggestion: 'green' });
  faults(colour, '‹mauve›', { refusal: 'no mauve', says: /"red", "green" or "grey"/ });
  faults(colour, '‹›', { refusal: 'no ', says: /missing/ });
  assert.deepEqual(offers(colour, ''), ['red', 'green', 'grey']);
});

test('one of some words, abbreviated', () => {
  const first = oneOf(colours, { id: 'first', doc, prefix: 'first', caseInsensitive: true });
  takes(first, ['R', 'gr', 'GREY']);
  prints(first, { gr: 'green' });
  const unique = oneOf(colours, { id: 'unique', doc, prefix: 'unique', refusal: () => 'which?' });
  takes(unique, ['r', 'gree']);
  faults(unique, '‹gr›', { refusal: 'which?', suggestion: 'green', says: /"green" or "grey"/ });
});

test('lists of words', () => {
  const strict = wordList(colours, { id: 'strict', doc, refusal: (entry, rest) => `bad ${entry} in ${rest}` });
  takes(strict, ['red', 'red,green', 'red,red']);
  faults(strict, 'red,‹blu›,green', { refusal: 'bad blu in blu,green' });
  faults(strict, 'red‹,›', { refusal: 'bad  in ', suggestion: '' });
  faults(strict, '‹,›red', { refusal: 'bad  in ,red', suggestion: '' });
  prints(strict, { 'grey,red,red': 'red,gray' });
  assert.deepEqual(offers(strict, 'red,'), ['red,green', 'red,grey']);
  const loose = wordList(colours, { id: 'loose', doc, skipEmpty: true, refusal: () => 'bad' });
  takes(loose, ['red,,green,', '']);
});

test('lists and ranges of any type', () => {
  const digit = unsignedInteger({ id: 'digit', max: 9 });
  const digits = list(digit, { max: 3, tooMany: 'too many digits' });
  takes(digits, ['1', '1,2,3']);
  faults(digits, '1,2,3‹,4›', { refusal: 'too many digits' });
  faults(digits, '1,‹10›', { refusal: '…: bad value for option "--…", or out of range (0-9).' });
  prints(digits, { '0x1,02': '1,2' });
  const span = range(digit, { separator: '-' });
  takes(span, ['1', '1-2']);
  faults(span, '1-2‹-3›', {});
});
