import { ipv6Headers } from '../../values/ipv6-headers';
import type { MatchSpec } from '../schema';

/** The extension headers of IPv6. Facts: libip6t_ipv6header.c, `ipv6header_mt6` in the kernel's ip6t_ipv6header.c. */
export const ipv6headerMatch: MatchSpec = {
  kind: 'match',
  name: 'ipv6header',
  steady: true,
  families: ['ipv6'],
  summary: {
    en: 'Matches IPv6 packets by the extension headers they have.',
    ja: 'IPv6 パケットを、持っている拡張ヘッダーで判定します。',
  },
  doc: {
    en: [
      'Without `--soft` the headers must be exactly those of the list, no more and no fewer; a plain TCP packet has `prot` alone. With `--soft` it is enough that one of them is there.',
      'What ESP encrypts is not seen. To ask for the fields of one header use `-m hbh`, `-m dst`, `-m rt`, `-m frag` or `-m ah`.',
    ].join('\n\n'),
    ja: [
      '`--soft` を付けない場合、ヘッダーの組が一覧と過不足なく一致しなければなりません。通常の TCP パケットは `prot` だけを持ちます。`--soft` を付けると、一覧のどれか 1 つがあれば一致します。',
      'ESP で暗号化された部分は見えません。個々のヘッダーのフィールドを調べるには、`-m hbh`、`-m dst`、`-m rt`、`-m frag`、`-m ah` を使います。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'header',
      required: true,
      invertible: true,
      values: [{ type: ipv6Headers, label: 'header[,header]…', sample: 'route' }],
      doc: {
        en: 'The headers: `hop` (hop-by-hop options), `dst` (destination options), `route`, `frag`, `auth`, `esp`, `none` (nothing follows), `prot` (any upper layer). Names in small letters, or the numbers 0, 60, 43, 44, 51, 50, 59, 255.',
        ja: 'ヘッダーの一覧です。`hop`(ホップバイホップオプション)、`dst`(宛先オプション)、`route`、`frag`、`auth`、`esp`、`none`(後続なし)、`prot`(上位層)を小文字で書くか、番号 0、60、43、44、51、50、59、255 で書きます。',
      },
    },
    {
      name: 'soft',
      values: [],
      doc: {
        en: 'One of the headers is enough; others may be there, too.',
        ja: '一覧のうち 1 つでもあれば一致し、ほかのヘッダーがあっても構いません。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -m ipv6header --header route --soft -j DROP',
        '-A INPUT -m ipv6header ! --header prot -j LOG',
        '-A FORWARD -m ipv6header --header frag,prot -j ACCEPT',
      ],
      family: 'ipv6',
      title: { en: 'Drops source routing, and logs unusual headers', ja: 'ソースルーティングを破棄し、珍しいヘッダーを記録します' },
    },
  ],
  source: { man: 'ipv6header', file: 'extensions/libip6t_ipv6header.c', kernel: 'net/ipv6/netfilter/ip6t_ipv6header.c' },
};
