import { ttl, ttlStep } from '../../values';
import type { TargetSpec } from '../schema';

export const HLTarget: TargetSpec = {
  kind: 'target',
  name: 'HL',
  verdict: 'continue',
  changes: ['header'],
  families: ['ipv6'],
  summary: {
    en: 'Changes the hop limit of the packet.',
    ja: 'パケットのホップリミットを書き換えます。',
  },
  doc: {
    en: 'Every router takes one away, and a packet that reaches 0 is thrown away: that ends routing loops. Whoever sets or raises the value can make a packet circle for ever, so never do it to packets that leave the network.',
    ja: 'ルーターを通るたびに 1 ずつ減り、0 になったパケットは捨てられます。これによりルーティングのループが終わります。値を設定したり増やしたりするとパケットが回り続けるおそれがあるため、ネットワークの外に出るパケットには決して行わないでください。',
  },
  tables: ['mangle'],
  options: [
    {
      name: 'hl-set',
      values: [{ type: ttl, label: 'value', sample: '64' }],
      excludes: ['hl-inc', 'hl-dec'],
      doc: { en: 'Sets it to this value.', ja: 'この値に設定します。' },
    },
    {
      name: 'hl-dec',
      values: [{ type: ttlStep, label: 'value', sample: '1' }],
      excludes: ['hl-set', 'hl-inc'],
      doc: { en: 'Takes so much away.', ja: 'この数だけ減らします。' },
    },
    {
      name: 'hl-inc',
      values: [{ type: ttlStep, label: 'value', sample: '1' }],
      excludes: ['hl-set', 'hl-dec'],
      doc: {
        en: 'Adds so much. `--hl-inc 1` in `PREROUTING` hides this router from traceroute.',
        ja: 'この数だけ増やします。`PREROUTING` で `--hl-inc 1` とすると、このルーターが traceroute に現れなくなります。',
      },
    },
  ],
  groups: [{ options: ['hl-set', 'hl-dec', 'hl-inc'], count: 'at-least-one', refusal: 'HL: You must specify an action' }],
  examples: [
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -o eth0 -j HL --hl-set 64'],
      family: 'ipv6',
      title: { en: 'Give all packets the same hop limit', ja: 'すべてのパケットのホップリミットをそろえる' },
    },
    {
      table: 'mangle',
      rules: ['-A PREROUTING -i eth0 -j HL --hl-inc 1', '-A PREROUTING -i eth1 -j HL --hl-dec 1'],
      family: 'ipv6',
      title: { en: 'One more, one less', ja: '1 増やす、1 減らす' },
    },
  ],
  source: { man: 'HL', file: 'extensions/libip6t_HL.c', kernel: 'net/netfilter/xt_HL.c' },
};
