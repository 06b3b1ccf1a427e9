import { dscpClass, dscpValue } from '../../values/dscp';
import type { TargetSpec } from '../schema';

export const DSCPTarget: TargetSpec = {
  kind: 'target',
  name: 'DSCP',
  verdict: 'continue',
  changes: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Sets the DiffServ code point of the packet.',
    ja: 'パケットの DSCP(DiffServ コードポイント)を書き換えます。',
  },
  doc: {
    en: 'The upper six bits of the old TOS field, by which routers choose how to treat a packet. The two ECN bits below stay. `iptables-save` prints the number.',
    ja: '従来の TOS フィールドの上位 6 ビットで、ルーターがパケットの扱いを決めるのに使います。下位 2 ビット(ECN)は変わりません。`iptables-save` は数値で出力します。',
  },
  tables: ['mangle'],
  options: [
    {
      name: 'set-dscp',
      values: [{ type: dscpValue, label: 'value', sample: '0x2e' }],
      excludes: ['set-dscp-class'],
      doc: { en: 'The code point as a number from 0 to 63.', ja: 'コードポイントを 0～63 の数値で書きます。' },
    },
    {
      name: 'set-dscp-class',
      values: [{ type: dscpClass, label: 'class', sample: 'EF' }],
      excludes: ['set-dscp'],
      doc: {
        en: 'The code point by the name of its class: `EF`, `AF11` to `AF43`, `CS0` to `CS7`, `BE`.',
        ja: 'コードポイントをクラスの名前で書きます。`EF`、`AF11`～`AF43`、`CS0`～`CS7`、`BE` があります。',
      },
    },
  ],
  groups: [{ options: ['set-dscp', 'set-dscp-class'], count: 'at-least-one', refusal: 'DSCP target: Parameter --set-dscp is required' }],
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -p udp -m udp --dport 5060 -j DSCP --set-dscp-class EF',
        '-A POSTROUTING -p tcp -m tcp --dport 873 -j DSCP --set-dscp 0x08',
      ],
      title: { en: 'Voice first, backups last', ja: '音声を優先し、バックアップを後回しにする' },
    },
  ],
  source: { man: 'DSCP', file: 'extensions/libxt_DSCP.c, extensions/dscp_helper.c', kernel: 'net/netfilter/xt_DSCP.c' },
};
