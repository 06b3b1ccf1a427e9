import { nptPrefix } from '../values/npt-prefix';
import type { TargetSpec } from './schema';

/** What DNPT and SNPT have in common. `from` and `to` are prefixes for examples: SNPT makes an inner one a public one, DNPT the other way round. */
export function prefixTranslation(
  name: 'DNPT' | 'SNPT',
  { from, to }: { readonly from: string; readonly to: string },
): Omit<TargetSpec, 'changes' | 'chains' | 'summary'> {
  const other = name === 'DNPT' ? 'SNPT' : 'DNPT';
  return {
    kind: 'target',
    name,
    verdict: 'continue',
    families: ['ipv6'],
    doc: {
      en: [
        `IPv6-to-IPv6 network prefix translation (RFC 6296): \`${other}\` undoes it in the other direction, so two rules belong together. The checksum stays right, because the address is adjusted behind the prefix.`,
        'Take the translated flows out of connection tracking with `NOTRACK` in raw: the kernel would see two different connections.',
      ].join('\n\n'),
      ja: [
        `IPv6 間のネットワークプレフィックス変換(RFC 6296)です。逆方向は \`${other}\` で元に戻すため、2 つのルールを組にします。プレフィックスより後ろを調整するので、チェックサムは正しいままです。`,
        '変換する通信は raw の `NOTRACK` で追跡の対象から外してください。カーネルからは 2 つの別のコネクションに見えてしまいます。',
      ].join('\n\n'),
    },
    tables: ['mangle'],
    options: [
      {
        name: 'src-pfx',
        values: [{ type: nptPrefix, label: 'prefix/length', sample: from }],
        required: true,
        doc: {
          en: 'The prefix to look for, at most 64 bits long.',
          ja: '変換前のプレフィックスです。最大 64 ビットです。',
        },
      },
      {
        name: 'dst-pfx',
        values: [{ type: nptPrefix, label: 'prefix/length', sample: to }],
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
    source: { man: name, file: `extensions/libip6t_${name}.c`, kernel: 'net/ipv6/netfilter/ip6t_NPT.c' },
    since: 'Linux 3.7',
  };
}
