import assert from 'node:assert/strict';
import { test } from 'node:test';
import { icmpName, icmpType, icmpv6Type, parseIcmpType } from '../../../server/src/values';
import { faults, offers, prints, takes, tells } from './judge';

test('types by name, abbreviation, number and code', () => {
  takes(icmpType, ['any', 'echo-request', 'PING', 'echo-req', '8', '8/0', '3/4', '3/0:3', '255', '8:8']);
  takes(icmpv6Type, ['packet-too-big', 'neighbor-solicitation', '135', '1/4', 'ping']);
  prints(icmpType, { ping: '8', 'port-unreachable': '3/3', '255': 'any', any: 'any', '3/0:255': '3' });
  prints(icmpv6Type, { 'echo-request': '128' });
});

test('abbreviations that several names share', () => {
  faults(icmpType, '‹echo-re›', { refusal: "Ambiguous ICMP type `echo-re': `echo-reply' or `echo-request'?", suggestion: 'echo-reply' });
  faults(icmpType, '‹›', { refusal: "Ambiguous ICMP type `': `any' or `echo-reply'?" });
  faults(icmpv6Type, '‹mld-listener-re›', {
    refusal: "Ambiguous ICMPv6 type `mld-listener-re': `mld-listener-report' or `mld-listener-reduction'?",
    suggestion: 'mld-listener-report',
  });
});

test('types and codes that are refused', () => {
  faults(icmpType, '‹echo-requst›', { refusal: "Unknown ICMP type `echo-requst'", suggestion: 'echo-request' });
  faults(icmpType, '‹256›', { refusal: "Unknown ICMP type `256'" });
  faults(icmpType, '3/‹256›', { refusal: "Unknown ICMP code `3/256'" });
  faults(icmpType, '3‹/›', { refusal: "Unknown ICMP code `3/'" });
  faults(icmpType, '3‹:4›', { refusal: 'ICMP type range not supported' });
  faults(icmpType, '8‹x›', { refusal: 'unknown character x' });
  faults(icmpv6Type, '‹any›', { refusal: "Unknown ICMPv6 type `any'" });
  faults(icmpType, '3/‹4:1›', { code: 'never-matching-value', suggestion: '1:4' });
});

test('messages, names and hovers', () => {
  assert.deepEqual(parseIcmpType('port-unreach', 'ipv4'), { type: 3, codes: { from: 3, to: 3 } });
  assert.deepEqual(parseIcmpType('any', 'ipv4'), { type: undefined, codes: { from: 0, to: 255 } });
  assert.equal(parseIcmpType('any', 'ipv6'), undefined);
  assert.equal(icmpName(8, undefined, 'ipv4'), 'echo-request');
  assert.equal(icmpName(135, undefined, 'ipv6'), 'neighbour-solicitation');
  tells(icmpType, {
    '8': 'ICMP 8, `echo-request`: a ping.',
    '42': 'ICMP type 42, which has no name in iptables.',
    any: 'Every ICMP message.',
  });
  assert.ok(offers(icmpType, '').includes('echo-request') && !offers(icmpType, '').includes('ping'));
});
