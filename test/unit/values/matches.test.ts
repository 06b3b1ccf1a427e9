import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressTypeList,
  burst,
  macAddress,
  mark,
  markExclusive,
  markMask,
  markSet,
  packetType,
  parseMac,
  parseMark,
  parseRate,
  parseTcpFlags,
  printTcpFlags,
  rate,
  setFlags,
  setName,
  TcpFlag,
  tcpFlagsComp,
  tcpFlagsMask,
  tcpOption,
} from '../../../server/src/values';
import { faults, ipv6, offers, prints, takes, tells } from './judge';

test('TCP flags', () => {
  takes(tcpFlagsMask, ['SYN', 'syn,ack', 'ALL', 'SYN,RST,ACK,FIN', 'SYN,,ACK', '']);
  takes(tcpFlagsComp, ['NONE']);
  faults(tcpFlagsMask, 'SYN,‹AKC›', { refusal: "Unknown TCP flag `AKC'", suggestion: 'ACK' });
  prints(tcpFlagsMask, { 'ack,syn': 'SYN,ACK', ALL: 'FIN,SYN,RST,PSH,ACK,URG', none: 'NONE' });
  assert.equal(parseTcpFlags('SYN,ACK'), TcpFlag.SYN | TcpFlag.ACK);
  assert.equal(parseTcpFlags('SYN,X'), undefined);
  assert.equal(printTcpFlags(0), 'NONE');
  takes(tcpOption, ['1', '255']);
  faults(tcpOption, '‹0›', { refusal: 'Bad TCP option "0"' });
  tells(tcpOption, { '2': 'Maximum segment size' });
});

test('rates', () => {
  takes(rate, ['3/hour', '5/s', '5/Sec', '5', '10000/s', '864000000/day', '1/d']);
  faults(rate, '5/‹fortnight›', { refusal: 'bad rate "5/fortnight"\'' });
  faults(rate, '5/‹mins›', { refusal: 'bad rate "5/mins"\'', suggestion: 'minute' });
  faults(rate, '5‹/›', { refusal: 'bad rate "5/"\'' });
  faults(rate, '‹0›/s', { refusal: 'bad rate "0/s"\'' });
  faults(rate, '‹10001/s›', { refusal: 'Rate too fast "10001/s"' });
  faults(rate, '10‹k›/s', { says: /loads 10\/s/ });
  faults(rate, '‹4294967297›/s', { says: /loads 1\/s/ });
  prints(rate, { '5/s': '5/sec', '60/minute': '1/sec', '7/minute': '7/min', '24/day': '1/hour' });
  tells(rate, { '3/hour': 'On average 3 per hour: one every 1200 s.' });
  assert.deepEqual(parseRate('6/minute'), { count: 6, seconds: 60, period: 100_000 });
  takes(burst, ['1', '10000']);
  faults(burst, '‹10001›', { refusal: 'limit: bad value for option "--limit-burst", or out of range (0-10000).' });
  faults(burst, '‹0›', { says: /legacy/ });
});

test('marks', () => {
  takes(markMask, ['1', '0x10/0xff', '010/077', '4294967295', '0/0']);
  faults(markMask, '‹4294967296›', { refusal: '…: bad integer value for option "--…", or out of range.' });
  faults(markMask, '1‹/›', { refusal: '…: bad integer value for option "--…", or out of range.' });
  faults(markMask, '1/‹x›', { refusal: '…: bad integer value for option "--…", or out of range.' });
  faults(markMask, '1‹x›', { refusal: '…: trailing garbage after value for option "--…".' });
  faults(markMask, '‹5/1›', { code: 'never-matching-value', says: /never matches/ });
  takes(markSet, ['5/1']);
  prints(markMask, { '16/255': '0x10/0xff', '5': '0x5' });
  prints(markSet, { '5/1': '0x5/0x5', '5': '0x5/0xffffffff' });
  prints(markExclusive, { '5/1': '0x5/0x1' });
  prints(mark, { '16': '0x10' });
  assert.deepEqual(parseMark('0x10/0xf0'), { value: 16, mask: 240 });
});

test('Ethernet addresses', () => {
  takes(macAddress, ['00:11:22:33:44:55', '0:1:2:3:4:5', 'AA:bb:CC:dd:EE:ff']);
  prints(macAddress, { '0:1:2:3:4:F': '00:01:02:03:04:0f' });
  const refusal = 'Invalid MAC address specified.';
  faults(macAddress, '‹00-11-22-33-44-55›', { refusal, suggestion: '00:11:22:33:44:55' });
  faults(macAddress, '‹00:11:22:33:44›', { refusal });
  faults(macAddress, '00:11:22:33:44:55‹/ff:ff:ff:0:0:0›', { refusal });
  faults(macAddress, '‹00:11:22:33:44:›', { says: /another address/ });
  assert.deepEqual(parseMac('0:1:2:3:4:ff'), [0, 1, 2, 3, 4, 255]);
});

test('kinds of addresses and packets', () => {
  takes(addressTypeList, ['LOCAL', 'l,m', 'BROADCAST']);
  faults(addressTypeList, '‹LOKAL›', { refusal: 'addrtype: bad type "LOKAL"', suggestion: 'LOCAL' });
  faults(addressTypeList, 'LOCAL,‹BROADCAST›', { refusal: 'RULE_APPEND failed (Invalid argument)' }, ipv6);
  prints(addressTypeList, { 'M,l': 'LOCAL,MULTICAST' });
  takes(packetType, ['unicast', 'MCAST', 'host']);
  prints(packetType, { bcast: 'broadcast' });
  faults(packetType, '‹outgoing›', { refusal: "Bad packet type 'outgoing'" });
});

test('sets', () => {
  takes(setName, ['blocked', 'a'.repeat(31)]);
  faults(setName, `‹${'a'.repeat(32)}›`, { refusal: `setname \`${'a'.repeat(32)}' too long, max 31 characters.` });
  takes(setFlags, ['src', 'dst,dst', 'src,dst,src,dst,src,dst', 'srcport']);
  faults(setFlags, 'src,‹SRC›', {
    refusal: "You must specify (the comma separated list of) 'src' or 'dst'.",
    suggestion: 'src',
  });
  faults(setFlags, 'src,src,src,src,src,src‹,src›', { refusal: "Can't be more src/dst options than 6." });
  assert.deepEqual(offers(setFlags, 'src,'), ['src,src', 'src,dst']);
});
