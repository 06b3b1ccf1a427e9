import { unsignedInteger } from '../../values';
import { tosValue } from '../../values/tos-value';
import type { TargetSpec } from '../schema';

const operations = ['set-tos', 'and-tos', 'or-tos', 'xor-tos'];
const others = (name: string): readonly string[] => operations.filter((one) => one !== name);
const bits = unsignedInteger({
  id: 'tos-bits',
  max: 255,
  print: 'hex',
  doc: { en: 'Eight bits, 0 to 255.', ja: '8 ビットの値(0～255)です。' },
});

export const TOSTarget: TargetSpec = {
  kind: 'target',
  name: 'TOS',
  verdict: 'continue',
  changes: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Sets the type of service field, in IPv6 the traffic class.',
    ja: 'TOS フィールド(IPv6 ではトラフィッククラス)を書き換えます。',
  },
  doc: {
    en: 'The field is shared with DSCP (upper six bits) and ECN (lower two): `DSCP` is the target that leaves ECN alone. `iptables-save` prints every form as `--set-tos value/mask`.',
    ja: 'このフィールドは DSCP(上位 6 ビット)と ECN(下位 2 ビット)に共有されています。ECN を変えないターゲットは `DSCP` です。`iptables-save` はどの書き方も `--set-tos value/mask` として出力します。',
  },
  tables: ['mangle'],
  options: [
    {
      name: 'set-tos',
      values: [{ type: tosValue, label: 'value[/mask]', sample: '0x10' }],
      excludes: others('set-tos'),
      doc: {
        en: 'Clears the bits of the mask (all unless given), then flips those of the value. Or a name such as `Minimize-Delay`, which leaves the upper two bits alone.',
        ja: 'マスクのビット(省略するとすべて)を消し、値のビットを反転します(XOR)。`Minimize-Delay` などの名前も使え、その場合は上位 2 ビットを変えません。',
      },
    },
    {
      name: 'and-tos',
      values: [{ type: bits, label: 'bits', sample: '0xfc' }],
      excludes: others('and-tos'),
      doc: { en: 'Keeps only these bits.', ja: 'これらのビットだけを残します(AND)。' },
    },
    {
      name: 'or-tos',
      values: [{ type: bits, label: 'bits', sample: '0x08' }],
      excludes: others('or-tos'),
      doc: { en: 'Sets these bits.', ja: 'これらのビットを立てます(OR)。' },
    },
    {
      name: 'xor-tos',
      values: [{ type: bits, label: 'bits', sample: '0x04' }],
      excludes: others('xor-tos'),
      doc: { en: 'Flips these bits.', ja: 'これらのビットを反転します(XOR)。' },
    },
  ],
  groups: [{ options: operations, count: 'at-least-one', refusal: 'TOS: An action is required' }],
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A OUTPUT -p tcp -m tcp --dport 22 -j TOS --set-tos Minimize-Delay',
        '-A OUTPUT -p tcp -m tcp --dport 873 -j TOS --set-tos 0x08/0xff',
      ],
      title: { en: 'SSH quickly, backups with throughput', ja: 'SSH は低遅延に、バックアップは高スループットにする' },
    },
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -o eth0 -j TOS --and-tos 0xfc',
        '-A POSTROUTING -o eth1 -j TOS --or-tos 0x08',
        '-A POSTROUTING -o eth2 -j TOS --xor-tos 0x04',
      ],
      title: { en: 'Change single bits', ja: '一部のビットだけを変える' },
    },
  ],
  source: { man: 'TOS', file: 'extensions/libxt_TOS.c', kernel: 'net/netfilter/xt_DSCP.c' },
};
