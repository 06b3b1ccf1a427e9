import type { Text } from '../l10n/text';
import type { ValueType } from '../values';
import { ttl, ttlStep } from '../values';
import type { Family, OptionSpec, TargetSpec } from './schema';

/** HL, or TTL: the target that changes what routers count down. `field` is the field's name, `short` the one for titles. */
export function hopTarget(
  name: 'HL' | 'TTL',
  family: Family,
  field: { readonly en: string; readonly ja: string; readonly short: string },
): Omit<TargetSpec, 'inOtherFamily'> {
  const prefix = name.toLowerCase();
  const [set, dec, inc] = [`${prefix}-set`, `${prefix}-dec`, `${prefix}-inc`];
  return {
    kind: 'target',
    name,
    verdict: 'continue',
    changes: ['header'],
    families: [family],
    summary: {
      en: `Changes the ${field.en} of the packet.`,
      ja: `パケットの${field.ja}を書き換えます。`,
    },
    doc: {
      en: 'Every router takes one away, and a packet that reaches 0 is thrown away: that ends routing loops. Whoever sets or raises the value can make a packet circle for ever, so never do it to packets that leave the network.',
      ja: 'ルーターを通るたびに 1 ずつ減り、0 になったパケットは捨てられます。これによりルーティングのループが終わります。値を設定したり増やしたりするとパケットが回り続けるおそれがあるため、ネットワークの外に出るパケットには決して行わないでください。',
    },
    tables: ['mangle'],
    options: [
      {
        name: set,
        values: [{ type: ttl, label: 'value', sample: '64' }],
        excludes: [inc, dec],
        doc: { en: 'Sets it to this value.', ja: 'この値に設定します。' },
      },
      {
        name: dec,
        values: [{ type: ttlStep, label: 'value', sample: '1' }],
        excludes: [set, inc],
        doc: { en: 'Takes so much away.', ja: 'この数だけ減らします。' },
      },
      {
        name: inc,
        values: [{ type: ttlStep, label: 'value', sample: '1' }],
        excludes: [set, dec],
        doc: {
          en: `Adds so much. \`--${inc} 1\` in \`PREROUTING\` hides this router from traceroute.`,
          ja: `この数だけ増やします。\`PREROUTING\` で \`--${inc} 1\` とすると、このルーターが traceroute に現れなくなります。`,
        },
      },
    ],
    groups: [{ options: [set, dec, inc], count: 'at-least-one', refusal: `${name}: You must specify an action` }],
    examples: [
      {
        table: 'mangle',
        rules: [`-A POSTROUTING -o eth0 -j ${name} --${set} 64`],
        family,
        title: { en: `Give all packets the same ${field.short}`, ja: `すべてのパケットの${field.ja}をそろえる` },
      },
      {
        table: 'mangle',
        rules: [`-A PREROUTING -i eth0 -j ${name} --${inc} 1`, `-A PREROUTING -i eth1 -j ${name} --${dec} 1`],
        family,
        title: { en: 'One more, one less', ja: '1 増やす、1 減らす' },
      },
    ],
    source: { man: name, file: `extensions/${family === 'ipv6' ? 'libip6t' : 'libipt'}_${name}.c`, kernel: 'net/netfilter/xt_HL.c' },
  };
}

/** `--hl-eq` and its kin, or `--ttl-eq`: one of three comparisons. `samples` are those of -eq, -lt and -gt. */
export function hopComparisons(
  prefix: 'hl' | 'ttl',
  type: ValueType,
  field: Text,
  samples: readonly [string, string, string],
): readonly OptionSpec[] {
  const names = ['eq', 'lt', 'gt'].map((how) => `${prefix}-${how}`);
  const docs: readonly Text[] = [
    { en: `The ${field.en} is this.`, ja: `${field.ja} がこの値であれば一致します。` },
    { en: `The ${field.en} is less than this.`, ja: `${field.ja} がこの値より小さければ一致します。` },
    { en: `The ${field.en} is greater than this.`, ja: `${field.ja} がこの値より大きければ一致します。` },
  ];
  return names.map((name, index) => ({
    name,
    ...(index === 0 ? { aliases: [prefix], invertible: true } : {}),
    excludes: names.filter((other) => other !== name),
    values: [{ type, label: 'value', sample: samples[index] ?? '' }],
    doc: docs[index] ?? field,
  }));
}
