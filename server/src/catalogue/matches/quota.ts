import { uint64 } from '../../values/integer';
import type { MatchSpec } from '../schema';

/** A number of bytes that runs out. Facts: libxt_quota.c, `quota_mt` in the kernel's xt_quota.c. */
export const quotaMatch: MatchSpec = {
  kind: 'match',
  name: 'quota',
  remembers: 'own',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets until so many bytes have passed.',
    ja: '指定したバイト数に達するまでのパケットに一致します。',
  },
  doc: {
    en: 'Each packet takes its length off the quota. The first one that does not fit ends it: what is left is given up, and from then on nothing matches. The quota belongs to the rule and begins anew whenever the rule is loaded: the back ends do not save what is left, and `iptables-save` prints the whole. For a quota that survives a reload see `-m nfacct`.',
    ja: 'パケットごとに、その長さを残量から引きます。収まらないパケットが来た時点で残りは破棄され、以後は一致しません。残量はルールごとにあり、ルールを読み込むたびに最初から始まります。残量は保存されず、`iptables-save` は全量を出力します。読み込み直しても続くクォータには `-m nfacct` を使います。',
  },
  options: [
    {
      name: 'quota',
      required: true,
      invertible: true,
      values: [{ type: uint64, label: 'bytes', sample: '1073741824' }],
      doc: {
        en: 'The number of bytes, without a unit. With `!` the rule matches only once they are used up.',
        ja: 'バイト数です。単位は付けられません。`!` を付けると、使い切ってから一致するようになります。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A FORWARD -i eth1 -m quota --quota 1073741824 -j ACCEPT', '-A FORWARD -i eth1 -m quota ! --quota 1073741824 -j DROP'],
      title: { en: 'One gibibyte, and then no more', ja: '1 GiB を使い切ったら止めます' },
    },
  ],
  source: { man: 'quota', file: 'extensions/libxt_quota.c', kernel: 'net/netfilter/xt_quota.c' },
};
