import { tosMatchValue } from '../../values/tos-match';
import type { MatchSpec } from '../schema';

/** The TOS field of IPv4, the traffic class of IPv6. Facts: libxt_tos.c (revision 1), `tos_mt` in the kernel's xt_dscp.c. */
export const tosMatch: MatchSpec = {
  kind: 'match',
  name: 'tos',
  steady: true,
  reads: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by the TOS byte of IPv4, in IPv6 the traffic class.',
    ja: 'IPv4 の TOS バイト(IPv6 ではトラフィッククラス)で判定します。',
  },
  doc: {
    en: 'The whole byte is compared, unless a mask says which bits count. A name such as `Minimize-Delay` implies the mask 0x3f, which leaves out the two upper bits. Today the six upper bits are the DSCP (`-m dscp`) and the two lower ones ECN (`-m ecn`): for a DSCP of 46 it is `--tos 0xb8/0xfc`. The sender can write what it likes into the field.',
    ja: 'マスクを付けなければ 1 バイト全体を比べます。`Minimize-Delay` などの名前で書くと、上位 2 ビットを除くマスク 0x3f になります。現在では上位 6 ビットが DSCP(`-m dscp`)、下位 2 ビットが ECN(`-m ecn`)です。DSCP 46 は `--tos 0xb8/0xfc` と書けます。送信者が自由に設定できるフィールドである点に注意してください。',
  },
  options: [
    {
      name: 'tos',
      required: true,
      invertible: true,
      values: [{ type: tosMatchValue, label: 'value[/mask]|name', sample: '0x10/0x3f' }],
      doc: {
        en: 'The value, 0 to 255, with `/mask` where only some bits count, or one of `Minimize-Delay`, `Maximize-Throughput`, `Maximize-Reliability`, `Minimize-Cost`, `Normal-Service` (which mean a mask of 0x3f).',
        ja: '0~255 の値(一部のビットだけを見るには `/マスク` を付けます)、または `Minimize-Delay`、`Maximize-Throughput`、`Maximize-Reliability`、`Minimize-Cost`、`Normal-Service` のいずれか(マスクは 0x3f)です。',
      },
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -p tcp --dport 22 -m tos --tos Minimize-Delay -j MARK --set-mark 1',
        '-A POSTROUTING -m tos --tos 0xb8/0xfc -j MARK --set-mark 2',
        '-A POSTROUTING -m tos ! --tos 0 -j MARK --set-mark 3',
      ],
      title: { en: 'Marks what asks for a quick way', ja: '低遅延などを求めるパケットに mark を付けます' },
    },
  ],
  source: { man: 'tos', file: 'extensions/libxt_tos.c', kernel: 'net/netfilter/xt_dscp.c' },
};
