import { markMask } from '../../values';
import type { MatchSpec } from '../schema';

/** The mark of the connection. Facts: libxt_connmark.c, `connmark_mt` in the kernel's xt_connmark.c. */
export const connmarkMatch: MatchSpec = {
  kind: 'match',
  name: 'connmark',
  needsConnection: true,
  steady: true,
  reads: ['connection'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by the mark of their connection.',
    ja: 'コネクションに付いた mark でパケットを判定します。',
  },
  doc: {
    en: [
      'The connection mark stays with the conntrack entry, so all packets of the connection have it, replies as well. `CONNMARK` sets it; the mark of the single packet is another one (`-m mark`).',
      'Untracked packets have no connection: neither `--mark` nor `! --mark` matches them.',
    ].join('\n\n'),
    ja: [
      'コネクションの mark は conntrack のエントリーに付くため、返信を含む、そのコネクションのすべてのパケットで参照できます。`CONNMARK` で付けます。個々のパケットの mark は別のもので、`-m mark` で判定します。',
      '追跡されていないパケットにはコネクションがないため、`--mark` も `! --mark` も一致しません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'mark',
      asksMark: 'connection',
      invertible: true,
      required: true,
      values: [{ type: markMask, label: 'value[/mask]', sample: '0x1/0xff' }],
      doc: {
        en: "The mark to compare with. With a mask, the connection's mark is ANDed with it first.",
        ja: '比較する mark です。マスクを付けると、コネクションの mark とマスクの論理積を取ってから比較します。',
      },
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: ['-A PREROUTING -i eth1 -j CONNMARK --set-mark 0x1', '-A OUTPUT -m connmark --mark 0x1/0xff -j MARK --set-mark 0x1'],
      title: {
        en: 'Sends replies out by the link their connection came in by',
        ja: 'コネクションが入ってきた回線から返信を送り出せるように mark を付けます',
      },
    },
    {
      table: 'filter',
      rules: ['-A FORWARD -m connmark ! --mark 0x1 -j DROP'],
      title: { en: 'Forwards marked connections only', ja: 'mark の付いたコネクションだけを転送します' },
    },
  ],
  source: { man: 'connmark', file: 'extensions/libxt_connmark.c', kernel: 'net/netfilter/xt_connmark.c' },
};
