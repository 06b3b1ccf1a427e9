import { uint32 } from '../../values/integer';
import { ipv6Options } from '../../values/ipv6-options';
import type { MatchSpec } from '../schema';

/** The destination options header of IPv6. Facts: libip6t_dst.c; `hbh_mt6` in the kernel's ip6t_hbh.c serves both headers. */
export const dstMatch: MatchSpec = {
  kind: 'match',
  name: 'dst',
  steady: true,
  families: ['ipv6'],
  summary: {
    en: 'Matches packets with an IPv6 destination options header.',
    ja: 'IPv6 の宛先オプションヘッダーを持つパケットを判定します。',
  },
  doc: {
    en: 'A bare `-m dst` matches every packet that has the header. Do not add `-p ipv6-opts`: `-p` looks past extension headers, so such a rule never matches (iptables warns).',
    ja: '`-m dst` だけなら、このヘッダーを持つすべてのパケットに一致します。`-p ipv6-opts` は書かないでください。`-p` は拡張ヘッダーを読み飛ばすため、そのルールは決して一致しません(iptables が警告します)。',
  },
  options: [
    {
      name: 'dst-len',
      invertible: true,
      values: [{ type: uint32, label: 'length', sample: '8' }],
      doc: { en: 'The length of the whole header in bytes.', ja: 'ヘッダー全体の長さ(バイト)です。' },
    },
    {
      name: 'dst-opts',
      values: [{ type: ipv6Options, label: 'type[:length][,type[:length]]…', sample: '1:2,201' }],
      doc: {
        en: 'The header begins with exactly these options, in this order; a length is compared where one is given. At most 16.',
        ja: 'ヘッダーの先頭から、これらのオプションがこの順に並んでいれば一致します。長さを書いた場合は長さも比較します。16 個までです。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A FORWARD -m dst -j DROP'],
      family: 'ipv6',
      title: { en: 'Forwards no packet with destination options', ja: '宛先オプションを持つパケットを転送しません' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -m dst --dst-len 24 --dst-opts 201:16 -j ACCEPT', '-A INPUT -m dst ! --dst-len 8 -j DROP'],
      family: 'ipv6',
      title: { en: 'The home address option of Mobile IPv6', ja: 'Mobile IPv6 のホームアドレスオプションを許可します' },
    },
  ],
  source: { man: 'dst', file: 'extensions/libip6t_dst.c', kernel: 'net/ipv6/netfilter/ip6t_hbh.c' },
};
