import { unsignedInteger } from '../../values';
import { hmarkFields, hmarkTuple } from '../../values/hmark-tuple';
import { prefixLength } from '../../values/prefix-length';
import type { ExtensionUse, OptionSpec, TargetSpec, UseFault } from '../schema';

const bits16 = unsignedInteger({
  id: 'bits-16',
  max: 0xffff,
  print: 'hex',
  doc: { en: 'A number of 16 bits.', ja: '16 ビットの数値です。' },
});
const bits32 = unsignedInteger({
  id: 'bits-32',
  max: 0xffffffff,
  print: 'hex',
  doc: { en: 'A number of 32 bits.', ja: '32 ビットの数値です。' },
});
const count = unsignedInteger({ id: 'hmark-mod', min: 1, max: 0xffffffff, doc: { en: 'A number from 1 on.', ja: '1 以上の数値です。' } });

/** The fields that the hash may take in, besides those that `--hmark-tuple` names: `HMARK_OPT_PKT_MASK` in libxt_HMARK.c. */
const fields: readonly OptionSpec[] = [
  {
    name: 'hmark-src-prefix',
    values: [{ type: prefixLength, label: 'length', sample: '24' }],
    doc: { en: 'Hashes so much of the source address.', ja: '送信元アドレスのこの長さの部分をハッシュします。' },
  },
  {
    name: 'hmark-dst-prefix',
    values: [{ type: prefixLength, label: 'length', sample: '24' }],
    doc: { en: 'Hashes so much of the destination address.', ja: '宛先アドレスのこの長さの部分をハッシュします。' },
  },
  {
    name: 'hmark-sport-mask',
    values: [{ type: bits16, label: 'mask', sample: '0xffff' }],
    doc: { en: 'Hashes these bits of the source port.', ja: '送信元ポートのこれらのビットをハッシュします。' },
  },
  {
    name: 'hmark-dport-mask',
    values: [{ type: bits16, label: 'mask', sample: '0xffff' }],
    doc: { en: 'Hashes these bits of the destination port.', ja: '宛先ポートのこれらのビットをハッシュします。' },
  },
  {
    name: 'hmark-spi-mask',
    values: [{ type: bits32, label: 'mask', sample: '0xffffffff' }],
    doc: {
      en: 'Hashes these bits of the security parameter index of AH and ESP. Not together with ports.',
      ja: 'AH と ESP の SPI のこれらのビットをハッシュします。ポートと一緒には使えません。',
    },
  },
  {
    name: 'hmark-sport',
    values: [{ type: bits16, label: 'value', sample: '0x1000' }],
    doc: {
      en: 'Sets these bits of the source port before it is hashed.',
      ja: 'ハッシュする前に、送信元ポートのこれらのビットを立てます。',
    },
  },
  {
    name: 'hmark-dport',
    values: [{ type: bits16, label: 'value', sample: '0x1000' }],
    doc: {
      en: 'Sets these bits of the destination port before it is hashed.',
      ja: 'ハッシュする前に、宛先ポートのこれらのビットを立てます。',
    },
  },
  {
    name: 'hmark-spi',
    values: [{ type: bits32, label: 'value', sample: '0x1' }],
    doc: {
      en: 'Sets these bits of the security parameter index before it is hashed. Not together with ports.',
      ja: 'ハッシュする前に、SPI のこれらのビットを立てます。ポートと一緒には使えません。',
    },
  },
  {
    name: 'hmark-proto-mask',
    values: [{ type: bits16, label: 'mask', sample: '0xff' }],
    doc: { en: 'Hashes these bits of the protocol number.', ja: 'プロトコル番号のこれらのビットをハッシュします。' },
  },
];

export const HMARKTarget: TargetSpec = {
  kind: 'target',
  name: 'HMARK',
  verdict: 'continue',
  changes: ['mark'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: "Sets the packet's mark from a hash of its addresses and ports.",
    ja: 'アドレスやポートのハッシュからパケットの mark を決めます。',
  },
  doc: {
    en: [
      'For spreading connections over several routes or queues without keeping state: the same fields always give the same mark, `offset + hash % mod`. ICMP errors are hashed by the packet they are about.',
      'Say what to hash with `--hmark-tuple`, or field by field with a prefix or a mask. `iptables-save` prints the fields one by one.',
    ].join('\n\n'),
    ja: [
      '状態を持たずに、コネクションを複数の経路やキューに振り分けるためのものです。同じ項目からはいつも同じ mark(`offset + hash % mod`)になります。ICMP エラーは、対象となったパケットの項目でハッシュされます。',
      'ハッシュの対象は `--hmark-tuple` で、または項目ごとにプレフィックスやマスクで指定します。`iptables-save` は項目ごとに出力します。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'hmark-tuple',
      values: [{ type: hmarkTuple, label: 'field[,field…]', sample: 'src,dst,sport,dport' }],
      doc: {
        en: "The fields to hash: `src`, `dst`, `sport`, `dport`, `proto`, `spi`; `ct` takes them from conntrack's entry, so that NAT makes no difference.",
        ja: 'ハッシュする項目です。`src`、`dst`、`sport`、`dport`、`proto`、`spi` があります。`ct` を加えると conntrack のエントリーの値を使うため、NAT の影響を受けません。',
      },
    },
    ...fields,
    {
      name: 'hmark-rnd',
      values: [{ type: bits32, label: 'number', sample: '0xfeedcafe' }],
      required: true,
      doc: { en: 'A seed for the hash.', ja: 'ハッシュの初期値です。' },
    },
    {
      name: 'hmark-mod',
      values: [{ type: count, label: 'number', sample: '10' }],
      required: true,
      doc: { en: 'How many different marks there shall be.', ja: 'mark の種類の数です。' },
    },
    {
      name: 'hmark-offset',
      values: [{ type: bits32, label: 'number', sample: '100' }],
      doc: { en: 'The first mark; 0 unless given.', ja: '最初の mark です。省略すると 0 です。' },
    },
  ],
  groups: [
    {
      options: ['hmark-tuple', ...fields.map((field) => field.name)],
      count: 'at-least-one',
      refusal: 'you have to specify --hmark-tuple at least',
    },
    ...['hmark-sport-mask', 'hmark-dport-mask'].map((port) => ({
      options: ['hmark-spi-mask', port],
      count: 'at-most-one' as const,
      refusal: 'you cannot use --hmark-spi-mask and --hmark-?port-mask,at the same time',
    })),
    ...['hmark-sport', 'hmark-dport'].map((port) => ({
      options: ['hmark-spi', port],
      count: 'at-most-one' as const,
      refusal: "spi-set and port-set can't be combined",
    })),
  ],
  check: checkHMARK,
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -m conntrack --ctstate NEW -j HMARK --hmark-tuple ct,src,dst,proto --hmark-mod 10 --hmark-rnd 0xfeedcafe --hmark-offset 100',
      ],
      title: { en: 'Marks 100 to 109, by connection', ja: 'コネクションごとに 100～109 の mark を付ける' },
    },
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -i eth0 -j HMARK --hmark-src-prefix 24 --hmark-dst-prefix 24 --hmark-sport-mask 0xffff --hmark-dport-mask 0xffff --hmark-proto-mask 0xff --hmark-rnd 1 --hmark-mod 4',
        '-A PREROUTING -i eth1 -j HMARK --hmark-sport 0x1000 --hmark-dport 0x1000 --hmark-rnd 1 --hmark-mod 4',
        '-A PREROUTING -i eth2 -j HMARK --hmark-spi 0x1 --hmark-spi-mask 0xffffffff --hmark-rnd 1 --hmark-mod 4',
      ],
      title: { en: 'Choose the bits yourself', ja: 'ビットを自分で選ぶ' },
    },
  ],
  source: {
    man: 'HMARK',
    file: 'extensions/libxt_HMARK.c',
    kernel: 'net/netfilter/xt_HMARK.c',
    differs: '1.8.9 wrote the ports and the SPI to the kernel in the wrong byte order on little-endian machines.',
  },
  since: 'Linux 3.5',
};

/** The fields of a tuple that options name too: `hmark_parse` in libxt_HMARK.c sets their flags. */
const optionOfField: Readonly<Record<string, string>> = {
  src: 'hmark-src-prefix',
  dst: 'hmark-dst-prefix',
  sport: 'hmark-sport-mask',
  dport: 'hmark-dport-mask',
  proto: 'hmark-proto-mask',
  spi: 'hmark-spi-mask',
};

/** `HMARK_check`, and what comes of the tuple setting the flags of other options: one behind it counts as a second use. */
function checkHMARK(use: ExtensionUse): readonly UseFault[] {
  const faults: UseFault[] = [];
  const set = new Map<string, string>();
  for (const option of use.options) {
    if (option.name === 'hmark-tuple') {
      for (const field of hmarkFields(option.values[0] ?? '')) {
        const name = optionOfField[field];
        if (name === undefined) continue;
        if (set.get(name) === name) {
          faults.push({
            option: name,
            message: {
              en: `\`--hmark-tuple\` behind it takes all of \`${field}\` and overrides this. Leave \`${field}\` out of the tuple.`,
              ja: `後ろの \`--hmark-tuple\` が \`${field}\` の全体を指定し、これを上書きします。\`${field}\` を tuple から外してください。`,
            },
            severity: 'warning',
          });
        }
        set.set(name, option.name);
      }
    } else {
      if (set.get(option.name) === 'hmark-tuple') {
        faults.push({
          option: option.name,
          message: {
            en: `\`--hmark-tuple\` has set this field already. Leave it out of the tuple.`,
            ja: 'この項目は `--hmark-tuple` で既に指定されています。tuple から外してください。',
          },
          refusal: `HMARK: option "--${option.name}" can only be used once.`,
        });
      }
      set.set(option.name, option.name);
    }
  }
  const port = ['hmark-sport-mask', 'hmark-dport-mask'].find((name) => set.has(name));
  if (set.has('hmark-spi-mask') && port !== undefined && (set.get('hmark-spi-mask') === 'hmark-tuple' || set.get(port) === 'hmark-tuple')) {
    faults.push({
      option: 'hmark-tuple',
      message: {
        en: 'A packet has ports or an SPI, not both: hash one of them.',
        ja: 'パケットにあるのはポートか SPI のどちらかです。一方だけをハッシュしてください。',
      },
      refusal: 'you cannot use --hmark-spi-mask and --hmark-?port-mask,at the same time',
    });
  }
  return faults;
}
