import { trafficClass } from '../../values/traffic-class';
import type { TargetSpec } from '../schema';

export const CLASSIFYTarget: TargetSpec = {
  kind: 'target',
  name: 'CLASSIFY',
  verdict: 'continue',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Puts the packet into a class of traffic control.',
    ja: 'パケットをトラフィック制御のクラスに振り分けます。',
  },
  doc: {
    en: "It sets the packet's priority, which classful queueing disciplines such as HTB read. The class must exist on the interface the packet leaves by (`tc class show`).",
    ja: 'HTB などのクラスフルなキューイング規則が参照する、パケットの優先度を設定します。出力インターフェースにそのクラスが必要です(`tc class show`)。',
  },
  chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
  options: [
    {
      name: 'set-class',
      values: [{ type: trafficClass, label: 'major:minor', sample: '1:10' }],
      required: true,
      doc: {
        en: 'The class. Both numbers are hexadecimal, as `tc` prints them: `1:10` is minor 16.',
        ja: 'クラスです。どちらの数値も `tc` の表示と同じく 16 進数で、`1:10` の minor は 16 です。',
      },
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -o eth0 -p tcp -m tcp --sport 80 -j CLASSIFY --set-class 1:10'],
      title: { en: 'Give web replies their own class', ja: 'Web の返信に専用のクラスを割り当てる' },
    },
  ],
  source: { man: 'CLASSIFY', file: 'extensions/libxt_CLASSIFY.c', kernel: 'net/netfilter/xt_CLASSIFY.c' },
};
