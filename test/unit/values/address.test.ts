import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressList,
  addressRange,
  hostMask,
  parseAddressRange,
  parseHostMask,
  printAddressSet,
  singleAddress,
} from '../../../server/src/values';
import { faults, ipv6, offers, prints, takes, tells } from './judge';

test('addresses with prefix lengths and masks', () => {
  takes(addressList, [
    '10.0.0.1',
    '10.0.0.0/8',
    '10.0.0.0/255.0.0.0',
    '0.0.0.0/0',
    '255.255.255.255',
    '10.0.0.1/32',
    '10.0.0.0/255.0.255.0',
  ]);
  takes(addressList, ['10.0.0.1,192.0.2.0/24', '10.0.0.1, 192.0.2.1', '127/8', '192.168/16', 'any/0', '0/0', '0xC0.0xA8.1.1']);
  takes(addressList, ['::1', '::/0', '2001:db8::/32', '2001:db8::/ffff:ffff::', '::ffff:10.0.0.1', 'any/0', '2001:DB8:0:0:0:0:0:1'], ipv6);
});

test('host bits are told, with the network as it is loaded', () => {
  faults(addressList, '‹10.1.2.3/8›', { code: 'host-bits-set', suggestion: '10.0.0.0/8' });
  faults(addressList, '‹10.1.2.3/255.255.255.0›', { code: 'host-bits-set', suggestion: '10.1.2.0/255.255.255.0' });
  faults(addressList, '10.0.0.1,‹10.0.0.1/24›', { code: 'host-bits-set', suggestion: '10.0.0.0/24' });
  faults(addressList, '‹10.0.0.1/0›', { code: 'host-bits-set', suggestion: '0.0.0.0/0' });
  faults(addressList, '‹2001:db8::1/64›', { code: 'host-bits-set', suggestion: '2001:db8::/64' }, ipv6);
  faults(hostMask, '‹10.1.2.3/8›', { code: 'host-bits-set', suggestion: '10.0.0.0/8', says: /ignored/ });
});

test('forms that load as another address than they say', () => {
  faults(addressList, '‹10.1›', { suggestion: '10.1.0.0/16', says: /10\.1\.0\.0/ });
  faults(hostMask, '‹10.1›', { suggestion: '10.0.0.1', says: /10\.0\.0\.1/ });
  faults(addressList, '‹10.0.256›', { suggestion: '10.0.1.0' });
  faults(addressList, '‹010.010.010.010›', { suggestion: '10.10.10.10', says: /8\.8\.8\.8/ });
  faults(addressList, '10.0.0.0/‹010›', { suggestion: '10', says: /\/8/ });
  faults(hostMask, '10.0.0.0/‹33›', { says: /0\.0\.0\.33/ });
  faults(addressList, 'fe80::1‹%1›', { suggestion: '' }, ipv6);
});

test('masks and addresses that are refused', () => {
  faults(addressList, '10.0.0.0/‹33›', { refusal: "invalid mask `33' specified" });
  faults(addressList, '10.0.0.0‹/›', { refusal: "invalid mask `' specified" });
  faults(addressList, '2001:db8::/‹129›', { refusal: "invalid mask `129' specified" }, ipv6);
  faults(addressList, '‹10.0.0.256›', { refusal: "host/network `10.0.0.256' not found" });
  faults(addressList, '‹2001:db8::1›', { refusal: "host/network `2001:db8::1' not found", says: /ip6tables/ });
  faults(addressList, '‹192.0.2.1›', { refusal: "host/network `192.0.2.1' not found", says: /IPv4/ }, ipv6);
  faults(addressList, '10.0.0.1,‹›', { refusal: "host/network `' not found" });
  faults(addressList, '‹10.0.0.*›', { refusal: "host/network `10.0.0.*' not found", suggestion: '10.0.0.0/24' });
  faults(addressList, '‹10.0.0.1:80›', { refusal: "host/network `10.0.0.1:80' not found", suggestion: '10.0.0.1' });
  faults(addressList, '‹10.0.0.1-10.0.0.9›', { refusal: "host/network `10.0.0.1-10.0.0.9' not found", says: /iprange/ });
  faults(singleAddress, '10.0.0.1‹/24›', { refusal: 'getaddrinfo: Name or service not known' });
  const several = '! not allowed with multiple source or destination IP addresses';
  faults(addressList, '10.0.0.1‹,10.0.0.2›', { refusal: several }, { inverted: true });
});

test('host names are told, and are no error', () => {
  faults(addressList, '‹www.example.com›', { code: 'host-name-in-rule', refusal: "host/network `www.example.com' not found" });
  faults(addressList, '‹gateway›/24', { code: 'host-name-in-rule', refusal: "host/network `gateway' not found" });
});

test('what iptables-save prints', () => {
  prints(addressList, {
    '10.0.0.1': '10.0.0.1/32',
    '10.1.2.3/8': '10.0.0.0/8',
    '127/8': '127.0.0.0/8',
    '10.0.0.0/255.0.255.0': '10.0.0.0/255.0.255.0',
  });
  prints(addressList, { '2001:DB8:0::1': '2001:db8::1/128', '::1:0/112': '::0.1.0.0/112' }, ipv6);
  prints(hostMask, { '10.0.0.1/32': '10.0.0.1', '10.1.2.3/8': '10.1.2.3/8' });
});

test('hovers tell size, range and purpose', () => {
  tells(addressList, { '10.0.0.0/8': '16,777,216 addresses, 10.0.0.0 to 10.255.255.255: private (RFC 1918).' });
  tells(addressList, { '224.0.0.18': 'One address, 224.0.0.18: multicast group of VRRP (keepalived).', '0.0.0.0/0': 'Every address.' });
  tells(
    addressList,
    { '2001:db8::/32': '2^96 addresses, 2001:db8:: to 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff: reserved for documentation.' },
    ipv6,
  );
  assert.ok(offers(addressList, '10.0.0.1,').includes('10.0.0.1,192.168.0.0/16'));
});

test('sets of addresses for the analysis', () => {
  assert.deepEqual(parseHostMask('10.1.2.3/8', 'ipv4'), { kind: 'prefix', words: [0x0a000000], mask: [0xff000000], length: 8 });
  assert.deepEqual(parseHostMask('10.0.3.0/255.0.255.0', 'ipv4'), {
    kind: 'wildcard',
    words: [0x0a000300],
    mask: [0xff00ff00],
    length: -1,
  });
  assert.deepEqual(parseHostMask('any/0', 'ipv4'), { kind: 'prefix', words: [0], mask: [0], length: 0 });
  assert.deepEqual(parseHostMask('host', 'ipv4'), { kind: 'name', name: 'host' });
  assert.equal(parseHostMask('10.0.0.0/33', 'ipv4'), undefined);
  const net = parseHostMask('2001:db8::1/64', 'ipv6');
  assert.ok(net !== undefined && net.kind === 'prefix');
  assert.deepEqual(net.words, [0x20010db8, 0, 0, 0]);
  assert.equal(printAddressSet(net, true), '2001:db8::/64');
});

test('ranges of addresses', () => {
  takes(addressRange, ['10.0.0.1', '10.0.0.1-10.0.0.5', '0xa.1.1.1-10.1.1.2']);
  takes(addressRange, ['2001:db8::-2001:db8::ffff', '::1'], ipv6);
  prints(addressRange, { '10.0.0.9': '10.0.0.9-10.0.0.9' });
  tells(addressRange, { '10.0.0.1-10.0.0.5': '5 addresses, 10.0.0.1 to 10.0.0.5.' });
  const reversed = faults(addressRange, '‹10.0.0.9-10.0.0.1›', {
    code: 'never-matching-value',
    refusal: 'xt_iprange: range 10.0.0.9-10.0.0.1 is reversed and will never match',
    suggestion: '10.0.0.1-10.0.0.9',
  });
  assert.match(reversed.message.en, /never matches/);
  faults(addressRange, '10.0.0.1-‹5›', { suggestion: '10.0.0.5', says: /5\.0\.0\.0/ });
  faults(addressRange, '10.0.0.0‹/8›', { refusal: 'iprange: Bad value for "--src-range" option: "10.0.0.0/8"' });
  faults(addressRange, '‹host›', { refusal: 'iprange: Bad value for "--src-range" option: "host"' });
  faults(addressRange, '10.0.0.1-‹›', { refusal: 'iprange: Bad value for "--src-range" option: ""' });
  assert.deepEqual(parseAddressRange('10.0.0.1-10.0.0.5', 'ipv4'), { from: [0x0a000001], to: [0x0a000005] });
});
