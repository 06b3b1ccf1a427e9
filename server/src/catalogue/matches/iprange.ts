import { addressRange } from '../../values';
import type { MatchSpec } from '../schema';

/** Ranges of addresses. Facts: `iprange_parse_range` in libxt_iprange.c, `iprange_mt4` in the kernel's xt_iprange.c. */
export const iprangeMatch: MatchSpec = {
  kind: 'match',
  name: 'iprange',
  steady: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets whose address lies between two addresses.',
    ja: 'アドレスが 2 つのアドレスの間にあるパケットを判定します。',
  },
  doc: {
    en: [
      'For ranges that no prefix fits: `192.0.2.10-192.0.2.99`. Both ends belong to the range. One address alone is a range of one.',
      'Only numeric addresses, no host names, prefixes or masks. A reversed range loads with a warning and never matches.',
    ].join('\n\n'),
    ja: [
      'プレフィックスでは表せない範囲に使います。例は `192.0.2.10-192.0.2.99` で、両端を含みます。アドレスを 1 つだけ書くと、その 1 つだけの範囲になります。',
      '書けるのは数値のアドレスだけで、ホスト名、プレフィックス、マスクは使えません。逆順の範囲は、警告付きで読み込まれますが、決して一致しません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'src-range',
      invertible: true,
      values: [{ type: addressRange, label: 'from[-to]', sample: '192.0.2.10-192.0.2.99' }],
      doc: { en: 'The source address lies in this range.', ja: '送信元アドレスがこの範囲にあれば一致します。' },
    },
    {
      name: 'dst-range',
      invertible: true,
      values: [{ type: addressRange, label: 'from[-to]', sample: '192.0.2.10-192.0.2.99' }],
      doc: { en: 'The destination address lies in this range.', ja: '宛先アドレスがこの範囲にあれば一致します。' },
    },
  ],
  groups: [
    {
      options: ['src-range', 'dst-range'],
      count: 'at-least-one',
      refusal: "iprange match: You must specify `--src-range' or `--dst-range'",
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -m iprange --src-range 192.0.2.10-192.0.2.99 -j ACCEPT',
        '-A FORWARD -m iprange ! --src-range 10.0.0.5-10.0.0.9 --dst-range 198.51.100.1-198.51.100.20 -j DROP',
      ],
      family: 'ipv4',
      title: { en: 'Accepts a DHCP pool, and guards a few servers', ja: 'DHCP の範囲を許可し、数台のサーバーを守ります' },
    },
    {
      table: 'filter',
      rules: [
        '-A INPUT -m iprange --src-range 2001:db8::10-2001:db8::99 -j ACCEPT',
        '-A FORWARD -m iprange ! --dst-range 2001:db8:1::1-2001:db8:1::ff -j DROP',
      ],
      family: 'ipv6',
      title: { en: 'Ranges of IPv6 addresses', ja: 'IPv6 アドレスの範囲です' },
    },
  ],
  source: { man: 'iprange', file: 'extensions/libxt_iprange.c', kernel: 'net/netfilter/xt_iprange.c' },
};
