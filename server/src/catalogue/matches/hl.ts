import { uint8 } from '../../values/integer';
import { hopComparisons } from '../hop-limit';
import type { MatchSpec } from '../schema';

/** The hop limit of IPv6. Facts: libip6t_hl.c, `hl_mt6` in the kernel's xt_hl.c. */
export const hlMatch: MatchSpec = {
  kind: 'match',
  name: 'hl',
  steady: true,
  reads: ['header'],
  inOtherFamily: 'ttl',
  families: ['ipv6'],
  summary: {
    en: 'Matches packets by the hop limit of the IPv6 header.',
    ja: 'IPv6 ヘッダーの Hop Limit でパケットを判定します。',
  },
  doc: {
    en: 'Every router takes one off. A packet that arrives with 255 has passed no router, which is how neighbour discovery and others prove that they come from the same link. IPv4 has `-m ttl`.',
    ja: 'ルーターを通るたびに 1 減ります。255 で届いたパケットはルーターを経由しておらず、近隣探索などはこれで同一リンクから来たことを確かめます。IPv4 では `-m ttl` を使います。',
  },
  options: hopComparisons('hl', uint8, { en: 'hop limit', ja: 'Hop Limit' }, ['255', '64', '64']),
  groups: [
    {
      options: ['hl-eq', 'hl-lt', 'hl-gt'],
      count: 'exactly-one',
      refusal: "HL match: You must specify one of `--hl-eq', `--hl-lt', `--hl-gt'",
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p ipv6-icmp --icmpv6-type neighbour-solicitation -m hl --hl-eq 255 -j ACCEPT',
        '-A INPUT -p tcp --dport 179 -m hl ! --hl-eq 255 -j DROP',
        '-A FORWARD -m hl --hl-lt 2 -j DROP',
        '-A FORWARD -m hl --hl-gt 250 -j LOG',
      ],
      family: 'ipv6',
      title: { en: 'Neighbours only', ja: '隣接ホストからのパケットだけを許可します' },
    },
  ],
  source: { man: 'hl', file: 'extensions/libip6t_hl.c', kernel: 'net/netfilter/xt_hl.c' },
};
