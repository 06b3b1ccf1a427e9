import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interfaceName, outputInterface, parseInterface, physicalInterface } from '../../../server/src/values';
import { faults, takes, tells } from './judge';

test('names of at most fifteen bytes, with a plus sign for what follows', () => {
  takes(interfaceName, ['eth0', 'eth+', '+', 'br-lan.10', 'abcdefghijklmno', 'あああああ', 'eth+0', 'veth1@if2']);
  faults(interfaceName, '‹abcdefghijklmnop›', { refusal: "interface name `abcdefghijklmnop' must be shorter than 16 characters" });
  faults(interfaceName, '‹ああああああ›', { refusal: "interface name `ああああああ' must be shorter than 16 characters", says: /18/ });
  faults(interfaceName, '‹›', { refusal: 'Empty interface is likely to be undesired' });
  takes(physicalInterface, ['']);
  faults(outputInterface, '‹abcdefghijklmnop›', { says: /cuts it/ });
});

test('names that no interface has', () => {
  const code = 'never-matching-interface';
  faults(interfaceName, '‹eth*›', { code, suggestion: 'eth+' });
  faults(interfaceName, '‹eth0:1›', { code, suggestion: 'eth0' });
  faults(interfaceName, '‹!eth0›', { code, says: /"! -i eth0"/ });
  const weird = "Warning: weird character in interface `eth 0' ('/' and ' ' are not allowed by the kernel).";
  faults(interfaceName, 'eth‹ ›0', { code, refusal: weird });
});

test('patterns', () => {
  assert.deepEqual(parseInterface('eth+'), { name: 'eth', wildcard: true });
  assert.deepEqual(parseInterface('lo'), { name: 'lo', wildcard: false });
  tells(interfaceName, { 'eth+': 'Every interface whose name begins with "eth".', '+': 'Every interface.', eth0: undefined });
});
