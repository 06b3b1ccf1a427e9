import { dscpClass, dscpValue } from '../../values/dscp';
import type { MatchSpec } from '../schema';

/** The differentiated services code point. Facts: libxt_dscp.c and dscp_helper.c, the kernel's xt_dscp.c. */
export const dscpMatch: MatchSpec = {
  kind: 'match',
  name: 'dscp',
  steady: true,
  reads: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by the DSCP field, the upper six bits of TOS or traffic class.',
    ja: 'DSCP フィールド(TOS またはトラフィッククラスの上位 6 ビット)でパケットを判定します。',
  },
  doc: {
    en: 'DSCP says how urgent a packet is: `EF` for voice, `AF11` to `AF43` for four classes with three drop precedences, `CS1` to `CS7` for the old precedences, `BE` (0) for everything else. Anybody can set it, so trust it from your own network only; the `DSCP` target sets it anew.',
    ja: 'DSCP はパケットの優先度を表します。`EF` は音声、`AF11`~`AF43` は 4 つのクラスと 3 段階の破棄優先度、`CS1`~`CS7` は旧来の優先順位、`BE`(0)はその他です。送信者が自由に設定できるため、自分のネットワーク以外から来た値は信用しないでください。`DSCP` ターゲットで付け直せます。',
  },
  options: [
    {
      name: 'dscp',
      invertible: true,
      excludes: ['dscp-class'],
      values: [{ type: dscpValue, label: 'value', sample: '0x2e' }],
      doc: { en: 'The value, 0 to 63, also in hexadecimal (`0x2e`).', ja: '0~63 の値です。16 進数(`0x2e`)でも書けます。' },
    },
    {
      name: 'dscp-class',
      invertible: true,
      excludes: ['dscp'],
      values: [{ type: dscpClass, label: 'class', sample: 'EF' }],
      doc: {
        en: 'The value by its name: `BE`, `EF`, `AF11` … `AF43`, `CS0` … `CS7`. `iptables-save` prints the number (`--dscp 0x2e`).',
        ja: '値を名前で書きます。`BE`、`EF`、`AF11`~`AF43`、`CS0`~`CS7` があります。`iptables-save` は番号で出力します(`--dscp 0x2e`)。',
      },
    },
  ],
  groups: [{ options: ['dscp', 'dscp-class'], count: 'exactly-one', refusal: 'DSCP match: Parameter --dscp is required' }],
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -m dscp --dscp-class EF -j MARK --set-mark 1',
        '-A POSTROUTING -m dscp ! --dscp 0 -j MARK --set-mark 2',
        '-A POSTROUTING -m dscp --dscp 0x0a -j MARK --set-mark 3',
        '-A POSTROUTING -m dscp ! --dscp-class BE -j MARK --set-mark 4',
      ],
      title: { en: 'Marks voice and other urgent packets', ja: '音声など優先度の高いパケットに mark を付けます' },
    },
  ],
  source: { man: 'dscp', file: 'extensions/libxt_dscp.c', kernel: 'net/netfilter/xt_dscp.c' },
};
