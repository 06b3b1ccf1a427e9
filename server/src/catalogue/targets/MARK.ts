import { mark, markExclusive, markSet } from '../../values';
import { markSettings } from '../mark-settings';
import type { TargetSpec } from '../schema';

const settings = markSettings('packet');
const operations = ['set-xmark', 'set-mark', 'and-mark', 'or-mark', 'xor-mark'];
const others = (name: string): readonly string[] => operations.filter((one) => one !== name);

export const MARKTarget: TargetSpec = {
  kind: 'target',
  name: 'MARK',
  verdict: 'continue',
  changes: ['mark'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: "Sets the packet's mark, a number that stays inside this host.",
    ja: 'パケットに mark を付けます。このホストの中だけで使われる数値です。',
  },
  doc: {
    en: 'Other rules (`-m mark`), routing (`ip rule fwmark`) and traffic control read it; nothing of it goes over the wire. To steer the route, set it in mangle, in `PREROUTING` or `OUTPUT`. The mark is 32 bits wide: with a mask, several programs can share it. `iptables-save` prints every form as `--set-xmark`.',
    ja: 'ほかのルール(`-m mark`)、ルーティング(`ip rule fwmark`)、トラフィック制御が参照します。ネットワークには流れません。経路を変えるには mangle の `PREROUTING` か `OUTPUT` で付けます。mark は 32 ビットで、マスクを使えば複数のプログラムで分け合えます。`iptables-save` はどの書き方も `--set-xmark` として出力します。',
  },
  options: [
    {
      name: 'set-xmark',
      setsMark: settings['set-xmark'],
      values: [{ type: markExclusive, label: 'value[/mask]', sample: '0x1/0xff' }],
      excludes: others('set-xmark'),
      doc: {
        en: 'Clears the bits of the mask, then flips the bits of the value. Without a mask the mark becomes the value.',
        ja: 'マスクのビットを消し、値のビットを反転します(XOR)。マスクを省略すると、値がそのまま mark になります。',
      },
    },
    {
      name: 'set-mark',
      setsMark: settings['set-mark'],
      values: [{ type: markSet, label: 'value[/mask]', sample: '0x1' }],
      excludes: others('set-mark'),
      doc: {
        en: 'Clears the bits of the mask, then sets the bits of the value. Without a mask the mark becomes the value.',
        ja: 'マスクのビットを消し、値のビットを立てます(OR)。マスクを省略すると、値がそのまま mark になります。',
      },
    },
    {
      name: 'and-mark',
      setsMark: settings['and-mark'],
      values: [{ type: mark, label: 'bits', sample: '0xff' }],
      excludes: others('and-mark'),
      doc: { en: 'Keeps only these bits of the mark.', ja: 'mark のうち、これらのビットだけを残します(AND)。' },
    },
    {
      name: 'or-mark',
      setsMark: settings['or-mark'],
      values: [{ type: mark, label: 'bits', sample: '0x100' }],
      excludes: others('or-mark'),
      doc: { en: 'Sets these bits of the mark.', ja: 'mark のこれらのビットを立てます(OR)。' },
    },
    {
      name: 'xor-mark',
      setsMark: settings['xor-mark'],
      values: [{ type: mark, label: 'bits', sample: '0x1' }],
      excludes: others('xor-mark'),
      doc: { en: 'Flips these bits of the mark.', ja: 'mark のこれらのビットを反転します(XOR)。' },
    },
  ],
  groups: [
    {
      options: operations,
      count: 'at-least-one',
      refusal: 'MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required',
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: ['-A PREROUTING -i eth1 -j MARK --set-mark 0x1'],
      title: { en: 'Mark what comes from eth1, for `ip rule fwmark 1`', ja: 'eth1 から来たものに mark を付ける(`ip rule fwmark 1` 用)' },
    },
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -i eth2 -j MARK --set-xmark 0x2/0xff',
        '-A PREROUTING -j MARK --or-mark 0x100',
        '-A PREROUTING -j MARK --and-mark 0xffff',
        '-A PREROUTING -j MARK --xor-mark 0x1',
      ],
      title: { en: 'Change single bits', ja: '一部のビットだけを変える' },
    },
  ],
  source: { man: 'MARK', file: 'extensions/libxt_MARK.c', kernel: 'net/netfilter/xt_mark.c' },
};
