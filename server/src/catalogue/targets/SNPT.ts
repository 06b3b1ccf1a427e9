import { nptPrefix } from '../../values/npt-prefix';
import type { TargetSpec } from '../schema';

export const SNPTTarget: TargetSpec = {
  kind: 'target',
  name: 'SNPT',
  verdict: 'continue',
  changes: ['source'],
  families: ['ipv6'],
  summary: {
    en: 'Replaces the prefix of the source address, without keeping state.',
    ja: '送信元アドレスのプレフィックスを、状態を持たずに書き換えます。',
  },
  doc: {
    en: [
      'IPv6-to-IPv6 network prefix translation (RFC 6296): `DNPT` undoes it in the other direction, so two rules belong together. The checksum stays right, because the address is adjusted behind the prefix.',
      'Take the translated flows out of connection tracking with `NOTRACK` in raw: the kernel would see two different connections.',
    ].join('\n\n'),
    ja: [
      'IPv6 間のネットワークプレフィックス変換(RFC 6296)です。逆方向は `DNPT` で元に戻すため、2 つのルールを組にします。プレフィックスより後ろを調整するので、チェックサムは正しいままです。',
      '変換する通信は raw の `NOTRACK` で追跡の対象から外してください。カーネルからは 2 つの別のコネクションに見えてしまいます。',
    ].join('\n\n'),
  },
  tables: ['mangle'],
  chains: ['INPUT', 'POSTROUTING'],
  options: [
    {
      name: 'src-pfx',
      values: [{ type: nptPrefix, label: 'prefix/length', sample: 'fd00::/64' }],
      required: true,
      doc: {
        en: 'The prefix to look for, at most 64 bits long.',
        ja: '変換前のプレフィックスです。最大 64 ビットです。',
      },
    },
    {
      name: 'dst-pfx',
      values: [{ type: nptPrefix, label: 'prefix/length', sample: '2001:db8::/64' }],
      required: true,
      doc: {
        en: 'The prefix to put in its place, at most 64 bits long.',
        ja: '変換後のプレフィックスです。最大 64 ビットです。',
      },
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -s fd00::/64 -o eth0 -j SNPT --src-pfx fd00::/64 --dst-pfx 2001:db8::/64',
        '-A PREROUTING -d 2001:db8::/64 -i eth0 -j DNPT --src-pfx 2001:db8::/64 --dst-pfx fd00::/64',
      ],
      family: 'ipv6',
      title: { en: 'Show an inner network under a public prefix', ja: '内部のネットワークを公開プレフィックスで見せる' },
    },
  ],
  source: { man: 'SNPT', file: 'extensions/libip6t_SNPT.c', kernel: 'net/ipv6/netfilter/ip6t_NPT.c' },
  since: 'Linux 3.7',
};
