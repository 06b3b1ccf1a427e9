import { ttl, ttlStep } from '../../values';
import type { TargetSpec } from '../schema';

export const TTLTarget: TargetSpec = {
  kind: 'target',
  name: 'TTL',
  verdict: 'continue',
  changes: ['header'],
  families: ['ipv4'],
  summary: {
    en: 'Changes the time to live of the packet.',
    ja: 'パケットのTTL(生存時間)を書き換えます。',
  },
  doc: {
    en: 'Every router takes one away, and a packet that reaches 0 is thrown away: that ends routing loops. Whoever sets or raises the value can make a packet circle for ever, so never do it to packets that leave the network.',
    ja: 'ルーターを通るたびに 1 ずつ減り、0 になったパケットは捨てられます。これによりルーティングのループが終わります。値を設定したり増やしたりするとパケットが回り続けるおそれがあるため、ネットワークの外に出るパケットには決して行わないでください。',
  },
  tables: ['mangle'],
  options: [
    {
      name: 'ttl-set',
      values: [{ type: ttl, label: 'value', sample: '64' }],
      excludes: ['ttl-inc', 'ttl-dec'],
      doc: { en: 'Sets it to this value.', ja: 'この値に設定します。' },
    },
    {
      name: 'ttl-dec',
      values: [{ type: ttlStep, label: 'value', sample: '1' }],
      excludes: ['ttl-set', 'ttl-inc'],
      doc: { en: 'Takes so much away.', ja: 'この数だけ減らします。' },
    },
    {
      name: 'ttl-inc',
      values: [{ type: ttlStep, label: 'value', sample: '1' }],
      excludes: ['ttl-set', 'ttl-dec'],
      doc: {
        en: 'Adds so much. `--ttl-inc 1` in `PREROUTING` hides this router from traceroute.',
        ja: 'この数だけ増やします。`PREROUTING` で `--ttl-inc 1` とすると、このルーターが traceroute に現れなくなります。',
      },
    },
  ],
  groups: [{ options: ['ttl-set', 'ttl-dec', 'ttl-inc'], count: 'at-least-one', refusal: 'TTL: You must specify an action' }],
  examples: [
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -o eth0 -j TTL --ttl-set 64'],
      family: 'ipv4',
      title: { en: 'Give all packets the same TTL', ja: 'すべてのパケットのTTL(生存時間)をそろえる' },
    },
    {
      table: 'mangle',
      rules: ['-A PREROUTING -i eth0 -j TTL --ttl-inc 1', '-A PREROUTING -i eth1 -j TTL --ttl-dec 1'],
      family: 'ipv4',
      title: { en: 'One more, one less', ja: '1 増やす、1 減らす' },
    },
  ],
  source: { man: 'TTL', file: 'extensions/libipt_TTL.c', kernel: 'net/netfilter/xt_HL.c' },
};
