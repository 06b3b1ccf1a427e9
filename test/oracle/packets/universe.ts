// The few values that random rules and random packets are made of: few, so that they meet.

import type { Family } from '../../support/oracle';
import type { HostInterface } from './world';
import { links, loopbackAddresses } from './world';

/** Services and ephemeral ports. 0 is what a later fragment of zeros looks like. */
export const ports: readonly number[] = [22, 53, 80, 123, 694, 5405, 33434, 40000, 50000];

/** Marks that packets carry and rules set and ask for. */
export const marks: readonly number[] = [0, 1, 2, 3, 0x10, 0x80000001];

/** Hardware addresses: the neighbours' own, and one that neither has. */
export const hardwareAddresses: readonly string[] = [links.eth0.neighbourMac, links.eth1.neighbourMac, '02:00:00:00:00:99'];

/** Protocols without ports, by number: esp, ospf, and one that nobody uses. */
export const otherProtocols: readonly number[] = [50, 89, 253];

/** The host's own addresses. */
export function ownAddresses(family: Family): readonly string[] {
  return [...links.eth0.addresses[family], ...links.eth1.addresses[family]];
}

/** Addresses of its own by which the host speaks to itself. */
export function loopback(family: Family): readonly string[] {
  return [...loopbackAddresses[family], ...ownAddresses(family)];
}

/** Those who are reached by an interface: its neighbours, and somebody behind them. */
export function behind(name: HostInterface, family: Family): readonly string[] {
  return [...links[name].neighbours[family], distant[family][name]];
}

const distant: Readonly<Record<Family, Readonly<Record<HostInterface, string>>>> = {
  ipv4: { eth0: '10.1.2.3', eth1: '203.0.113.5' },
  ipv6: { eth0: '2001:db8:dead::3', eth1: '2001:db8:cafe::5' },
};

/** Networks as a rule's `-s` and `-d` name them, wide ones and narrow ones. */
export const networks: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['192.0.2.0/24', '192.0.2.0/30', '198.51.100.0/24', '203.0.113.0/24', '10.0.0.0/8', '127.0.0.0/8', '192.0.0.0/5', '0.0.0.0/0'],
  ipv6: ['2001:db8:a::/64', '2001:db8:a::/126', '2001:db8:b::/64', '2001:db8:cafe::/48', '2001:db8::/32', 'fe80::/10', '::/0'],
};

/** Ranges as `iprange` takes them. */
export const addressRanges: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['192.0.2.1-192.0.2.3', '192.0.2.2-198.51.100.1', '10.0.0.0-10.255.255.255', '127.0.0.1-192.0.2.10', '198.51.100.2-203.0.113.5'],
  ipv6: ['2001:db8:a::1-2001:db8:a::3', '2001:db8:a::2-2001:db8:b::1', '::1-2001:db8:a::10', '2001:db8:b::2-2001:db8:ffff::'],
};

/** Every single address that a packet may have. */
export function everyAddress(family: Family): readonly string[] {
  return [...loopback(family), ...behind('eth0', family), ...behind('eth1', family)];
}
