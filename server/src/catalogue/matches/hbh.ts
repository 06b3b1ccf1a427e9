import { uint32 } from '../../values/integer';
import { ipv6Options } from '../../values/ipv6-options';
import type { MatchSpec } from '../schema';

/** The hop-by-hop options header of IPv6. Facts: libip6t_hbh.c, the kernel's ip6t_hbh.c. */
export const hbhMatch: MatchSpec = {
  kind: 'match',
  name: 'hbh',
  steady: true,
  families: ['ipv6'],
  summary: {
    en: 'Matches packets with an IPv6 hop-by-hop options header.',
    ja: 'IPv6 のホップバイホップオプションヘッダーを持つパケットを判定します。',
  },
  doc: {
    en: 'A bare `-m hbh` matches every packet that has the header. Multicast listener discovery (MLD) uses it with the Router Alert option (5); a host that drops all of them loses multicast. `-p 0` is no way to name it: 0 is "all".',
    ja: '`-m hbh` だけなら、このヘッダーを持つすべてのパケットに一致します。MLD(マルチキャストリスナー探索)はこのヘッダーを Router Alert オプション(5)付きで使うため、すべて破棄するとマルチキャストが使えなくなります。`-p 0` は「すべて」の意味なので、このヘッダーの指定には使えません。',
  },
  options: [
    {
      name: 'hbh-len',
      invertible: true,
      values: [{ type: uint32, label: 'length', sample: '8' }],
      doc: { en: 'The length of the whole header in bytes.', ja: 'ヘッダー全体の長さ(バイト)です。' },
    },
    {
      name: 'hbh-opts',
      values: [{ type: ipv6Options, label: 'type[:length][,type[:length]]…', sample: '5:2,1:0' }],
      doc: {
        en: 'The header begins with exactly these options, in this order; a length is compared where one is given. At most 16.',
        ja: 'ヘッダーの先頭から、これらのオプションがこの順に並んでいれば一致します。長さを書いた場合は長さも比較します。16 個までです。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p ipv6-icmp -m hbh --hbh-opts 5:2,1:0 -j ACCEPT',
        '-A FORWARD -m hbh ! --hbh-len 8 -j DROP',
        '-A FORWARD -m hbh -j DROP',
      ],
      family: 'ipv6',
      title: {
        en: 'Lets MLD in, and forwards no other hop-by-hop options',
        ja: 'MLD を許可し、ほかのホップバイホップオプションは転送しません',
      },
    },
  ],
  source: { man: 'hbh', file: 'extensions/libip6t_hbh.c', kernel: 'net/ipv6/netfilter/ip6t_hbh.c' },
};
