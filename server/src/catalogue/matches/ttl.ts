import { ttl } from '../../values';
import { hopComparisons } from '../hop-limit';
import type { MatchSpec } from '../schema';

/** The time to live of IPv4. Facts: libipt_ttl.c, `ttl_mt` in the kernel's xt_hl.c. */
export const ttlMatch: MatchSpec = {
  kind: 'match',
  name: 'ttl',
  steady: true,
  reads: ['header'],
  inOtherFamily: 'hl',
  families: ['ipv4'],
  summary: {
    en: 'Matches packets by the TTL of the IPv4 header.',
    ja: 'IPv4 ヘッダーの TTL でパケットを判定します。',
  },
  doc: {
    en: 'Every router takes one off, and the packet ends where 0 is reached. Senders begin with 64 (Linux, macOS), 128 (Windows) or 255, so the value tells how far a packet has come: one that arrives with 255 has passed no router. IPv6 has `-m hl`.',
    ja: 'ルーターを通るたびに 1 減り、0 になるとパケットは破棄されます。送信側の初期値は 64(Linux、macOS)、128(Windows)、255 のいずれかが多く、値から経路の長さを推測できます。255 で届いたパケットはルーターを経由していません。IPv6 では `-m hl` を使います。',
  },
  options: hopComparisons('ttl', ttl, { en: 'TTL', ja: 'TTL' }, ['255', '5', '64']),
  groups: [
    {
      options: ['ttl-eq', 'ttl-lt', 'ttl-gt'],
      count: 'at-least-one',
      refusal: "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt",
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp --dport 179 -m ttl ! --ttl-eq 255 -j DROP',
        '-A FORWARD -m ttl --ttl-lt 5 -j LOG --log-prefix "traceroute: "',
        '-A INPUT -p udp --dport 5353 -m ttl --ttl-gt 254 -j ACCEPT',
      ],
      family: 'ipv4',
      title: { en: 'BGP and mDNS from neighbours only', ja: 'BGP と mDNS を隣接ホストだけに限ります' },
    },
  ],
  source: { man: 'ttl', file: 'extensions/libipt_ttl.c', kernel: 'net/netfilter/xt_hl.c' },
};
