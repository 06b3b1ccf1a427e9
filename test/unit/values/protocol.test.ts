import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionProtocol, policyProtocol, protocol, protocolName, protocolNumber } from '../../../server/src/values';
import { faults, ipv6, offers, prints, takes, tells } from './judge';

test('-p takes names in any case, and numbers', () => {
  takes(protocol, ['tcp', 'TCP', 'Udp', 'icmp', 'all', 'ALL', '0', '6', '0x11', 'mh', 'vrrp', 'ax.25', '255', 'ip']);
  prints(protocol, { TCP: 'tcp', '6': 'tcp', '112': '112', vrrp: '112', icmpv6: 'ipv6-icmp', ip: 'all' });
  tells(protocol, { udp: 'User Datagram Protocol (UDP), protocol number 17.', all: 'Every protocol.', '200': 'Protocol number 200.' });
});

test('-p warns of the other family’s ICMP', () => {
  faults(protocol, '‹icmpv6›', { code: 'never-matching-value', suggestion: 'icmp' });
  faults(protocol, '‹58›', { code: 'never-matching-value', suggestion: 'icmp' });
  faults(protocol, '‹icmp›', { code: 'never-matching-value', suggestion: 'ipv6-icmp' }, { family: 'ipv6' });
});

test('-p refuses what it does not know', () => {
  faults(protocol, '‹upd›', { refusal: 'unknown protocol "upd" specified', suggestion: 'udp' });
  faults(protocol, '‹TPC›', { refusal: 'unknown protocol "tpc" specified', suggestion: 'tcp' });
  faults(protocol, '‹256›', { refusal: 'unknown protocol "256" specified' });
  faults(protocol, '‹tcp,udp›', { refusal: 'unknown protocol "tcp,udp" specified', says: /one rule for each/ });
  faults(protocol, '‹OSPFIGP›', { refusal: 'unknown protocol "ospfigp" specified', suggestion: 'ospf' });
  faults(protocol, '‹icmp6›', { refusal: 'unknown protocol "icmp6" specified', suggestion: 'icmpv6' });
  faults(protocol, '‹all›', { refusal: 'rule would never match protocol' }, { inverted: true });
  faults(protocol, '‹mptcp›', { says: /262/ });
});

test('an extension header is no protocol in IPv6', () => {
  const found = faults(
    protocol,
    '‹ah›',
    { code: 'never-matching-value', refusal: 'Warning: never matched protocol: ah. use extension match instead.' },
    ipv6,
  );
  assert.match(found.message.en, /-m ah/);
  takes(protocol, ['ah'], { ...ipv6, inverted: true });
  takes(protocol, ['ah']);
});

test('extensions do not fold letters', () => {
  takes(connectionProtocol, ['tcp', 'TCP', 'IPv6-ICMP', '6']);
  faults(connectionProtocol, '‹Tcp›', { refusal: 'unknown protocol "Tcp" specified', suggestion: 'tcp' });
  faults(connectionProtocol, '‹0›', { refusal: 'conntrack: rule would never match protocol' });
  prints(connectionProtocol, { udp: '17' });
  takes(policyProtocol, ['esp', 'ah', 'ipcomp', '50']);
  faults(policyProtocol, '‹tcp›', { refusal: 'policy match: protocol must be ah/esp/ipcomp' });
  prints(policyProtocol, { '50': 'esp' });
});

test('numbers and names', () => {
  assert.equal(protocolNumber('UDP'), 17);
  assert.equal(protocolNumber('all'), 0);
  assert.equal(protocolNumber('nonsense'), undefined);
  assert.equal(protocolName(6), 'tcp');
  assert.equal(protocolName(112), 'vrrp');
  assert.equal(protocolName(0), undefined);
  assert.deepEqual(offers(protocol, '').slice(0, 3), ['tcp', 'udp', 'icmp']);
  assert.deepEqual(offers(protocol, '', ipv6).slice(0, 3), ['tcp', 'udp', 'ipv6-icmp']);
});
