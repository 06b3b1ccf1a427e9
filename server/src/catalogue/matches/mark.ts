import { markMask } from '../../values';
import type { MatchSpec } from '../schema';

/** The packet's mark. Facts: libxt_mark.c, `mark_mt` in the kernel's xt_mark.c. */
export const markMatch: MatchSpec = {
  kind: 'match',
  name: 'mark',
  steady: true,
  reads: ['mark'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by the mark that a MARK rule has set.',
    ja: 'MARK などで付けた mark でパケットを判定します。',
  },
  doc: {
    en: [
      'The mark (nfmark, fwmark) is a 32-bit number that stays with the packet inside this host only. `MARK` and `CONNMARK --restore-mark` set it, `ip rule add fwmark` and `tc` read it too. It is 0 until something sets it.',
      'It must have been set earlier on the way: in the same chain above, in a table that runs before, or at an earlier hook. The mark of a connection is another one: `-m connmark`.',
    ].join('\n\n'),
    ja: [
      'mark(nfmark、fwmark)は、このホストの中だけでパケットに付く 32 ビットの数です。`MARK` や `CONNMARK --restore-mark` で付け、`ip rule add fwmark` や `tc` からも参照できます。何も付けなければ 0 です。',
      'それより前に付けられている必要があります。同じチェインの上のルール、先に評価されるテーブル、手前のフックのいずれかで付けてください。コネクションに付く mark は別のもので、`-m connmark` で判定します。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'mark',
      asksMark: 'packet',
      invertible: true,
      required: true,
      values: [{ type: markMask, label: 'value[/mask]', sample: '0x1/0xff' }],
      doc: {
        en: "The mark to compare with. With a mask, the packet's mark is ANDed with it first: `0x1/0xff` looks at the low byte only.",
        ja: '比較する mark です。マスクを付けると、パケットの mark とマスクの論理積を取ってから比較します。`0x1/0xff` は下位 1 バイトだけを見ます。',
      },
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: ['-A PREROUTING -p tcp --dport 80 -j MARK --set-mark 0x1', '-A FORWARD -m mark ! --mark 0x1/0xff -j DROP'],
      title: { en: 'Marks web traffic and forwards nothing else', ja: 'Web の通信に mark を付け、それ以外は転送しません' },
    },
    {
      table: 'nat',
      rules: ['-A POSTROUTING -m mark --mark 0x4000/0x4000 -j MASQUERADE'],
      title: {
        en: 'Masquerades what was marked, as kube-proxy does',
        ja: 'kube-proxy のように、mark の付いたパケットだけをマスカレードします',
      },
    },
  ],
  source: { man: 'mark', file: 'extensions/libxt_mark.c', kernel: 'net/netfilter/xt_mark.c' },
};
