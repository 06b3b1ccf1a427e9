// The host under test and its surroundings: two links to neighbours, and routes beyond them.
//
//   neighbours on 192.0.2.0/24, and all the rest of the world ──── eth0  host  eth1 ──── 198.51.100.0/24, 203.0.113.0/24 behind it

import type { Family } from '../../support/oracle';

/** An interface of the host that a neighbour is behind. */
export type HostInterface = 'eth0' | 'eth1';

/** One link of the host. */
export interface Link {
  /** The other end's name, in the other namespace. */
  readonly farEnd: string;
  readonly hostMac: string;
  readonly neighbourMac: string;
  /** The host's own addresses there. */
  readonly addresses: Readonly<Record<Family, readonly string[]>>;
  /** Neighbours on the link. */
  readonly neighbours: Readonly<Record<Family, readonly string[]>>;
  /** Networks behind the first neighbour. */
  readonly beyond: Readonly<Record<Family, readonly string[]>>;
}

/** The host's links. Any address that is none of theirs is reached by the first neighbour of eth0. */
export const links: Readonly<Record<HostInterface, Link>> = {
  eth0: {
    farEnd: 'far0',
    hostMac: '02:00:00:00:00:01',
    neighbourMac: '02:00:00:00:00:02',
    addresses: { ipv4: ['192.0.2.1', '192.0.2.10'], ipv6: ['2001:db8:a::1', '2001:db8:a::10'] },
    neighbours: { ipv4: ['192.0.2.2', '192.0.2.3', '192.0.2.77'], ipv6: ['2001:db8:a::2', '2001:db8:a::3', '2001:db8:a::77'] },
    beyond: { ipv4: ['default'], ipv6: ['default'] },
  },
  eth1: {
    farEnd: 'far1',
    hostMac: '02:00:00:00:01:01',
    neighbourMac: '02:00:00:00:01:02',
    addresses: { ipv4: ['198.51.100.1'], ipv6: ['2001:db8:b::1'] },
    neighbours: { ipv4: ['198.51.100.2', '198.51.100.5'], ipv6: ['2001:db8:b::2', '2001:db8:b::5'] },
    beyond: { ipv4: ['203.0.113.0/24'], ipv6: ['2001:db8:cafe::/48'] },
  },
};

/** Addresses of the host by which it speaks to itself. */
export const loopbackAddresses: Readonly<Record<Family, readonly string[]>> = { ipv4: ['127.0.0.1'], ipv6: ['::1'] };

const prefixLength: Readonly<Record<Family, number>> = { ipv4: 24, ipv6: 64 };

/** What the namespaces are made of: settings below /proc/sys/net (`?` before those that older kernels lack) and commands of `ip`. */
export function worldOf(family: Family): {
  readonly hostSettings: readonly (readonly [name: string, value: string])[];
  readonly peerSettings: readonly (readonly [name: string, value: string])[];
  readonly hostLinks: string;
  readonly peerLinks: string;
  /** The far end of each of the host's interfaces. */
  readonly interfaces: Readonly<Record<string, string>>;
  /** The host's own addresses. */
  readonly addresses: readonly string[];
} {
  const all = Object.entries(links);
  return {
    hostSettings: [
      ['ipv4/ip_forward', '1'],
      ...['all', 'default'].flatMap((which) =>
        [
          ['rp_filter', '0'],
          ['accept_local', '1'],
          ['accept_redirects', '0'],
          ['send_redirects', '0'],
        ].map(([name, value]) => [`ipv4/conf/${which}/${name}`, value!] as const),
      ),
      // Without limits, so that the answers of REJECT can be counted.
      ['ipv4/icmp_ratemask', '0'],
      ...(family === 'ipv6' ? ipv6Settings : ([['ipv6/conf/default/disable_ipv6', '1']] as const)),
    ],
    // The neighbours' namespace has no addresses, so it never answers: what it sends is sent by the test.
    peerSettings: [['ipv6/conf/default/disable_ipv6', '1']],
    peerLinks: all
      .flatMap(([name, link], number) => [
        // Unlike numbers at both ends, or the kernel takes up to a second to notice that the link has a carrier (linkwatch_urgent_event).
        `link add ${link.farEnd} index ${20 + number} address ${link.neighbourMac} type veth peer name ${name} index ${10 + number} address ${link.hostMac} netns HOST`,
        `link set ${link.farEnd} up`,
      ])
      .join('\n'),
    hostLinks: ['link set lo up', ...all.flatMap(([name, link]) => hostCommands(name, link, family))].join('\n'),
    interfaces: Object.fromEntries(all.map(([name, link]) => [name, link.farEnd])),
    addresses: all.flatMap(([, link]) => link.addresses[family]),
  };
}

const ipv6Settings = [
  ...['all', 'default'].flatMap((which) =>
    [
      ['forwarding', '1'],
      ['accept_ra', '0'],
      ['accept_redirects', '0'],
      ['accept_dad', '0'],
      ['dad_transmits', '0'],
      ['autoconf', '0'],
      ['router_solicitations', '0'],
    ].map(([name, value]) => [`ipv6/conf/${which}/${name}`, value!] as const),
  ),
  ['ipv6/icmp/ratelimit', '0'],
  ['?ipv6/icmp/ratemask', '\n'],
] as const;

function hostCommands(name: string, link: Link, family: Family): string[] {
  const neighbours = link.neighbours[family];
  return [
    `link set ${name} up`,
    ...link.addresses[family].map(
      (address) => `addr add ${address}/${prefixLength[family]} dev ${name}${family === 'ipv6' ? ' nodad' : ' broadcast +'}`,
    ),
    // Known neighbours need no question of who has an address.
    ...neighbours.map((address) => `neigh add ${address} lladdr ${link.neighbourMac} dev ${name} nud permanent`),
    ...link.beyond[family].map((network) => `route add ${network} via ${neighbours[0]} dev ${name}`),
  ];
}
