import type { Text } from '../../l10n/text';
import { text } from '../../values';
import { unsignedInteger } from '../../values/integer';
import { rateestRate } from '../../values/rateest-rate';
import { U32 } from '../../values/scan';
import type { ValueType } from '../../values/value-type';
import type { ExtensionUse, MatchSpec, OptionSpec, UseFault } from '../schema';

const estimator = text({
  id: 'rateest-name',
  doc: { en: 'The name of an estimator, of at most 15 bytes.', ja: '推定器の名前です(15 バイトまで)。' },
  maxBytes: 15,
  truncated: 'changed',
});

const packetRate = unsignedInteger({
  id: 'rateest-packets',
  max: U32,
  doc: { en: 'A number of packets per second.', ja: '毎秒のパケット数です。' },
  refusal: (word) => `rateest: could not parse pps \`${word}'`,
});

const comparisons = ['rateest-lt', 'rateest-gt', 'rateest-eq'] as const;
const invalid = 'RULE_APPEND failed (Invalid argument)';

/**
 * Rates that the RATEEST target measures. Facts: libxt_rateest.c, `xt_rateest_mt` and `xt_rateest_mt_checkentry` in the kernel's
 * xt_rateest.c.
 */
export const rateestMatch: MatchSpec = {
  kind: 'match',
  name: 'rateest',
  remembers: 'shared',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches by comparing rates that the RATEEST target measures.',
    ja: 'RATEEST ターゲットで測定した速度を比べて判定します。',
  },
  doc: {
    en: [
      'All packets match, or none, by whether the comparison holds at the moment. The estimators must be there: a `RATEEST` rule makes one. In the same file it must come before: nft goes by the lines, legacy by the chains (`PREROUTING`, `INPUT`, `FORWARD`, `OUTPUT`, `POSTROUTING`, then user chains by name), so put it first in `PREROUTING` where that is possible.',
      'A rule has a name, a comparison (`--rateest-lt`, `--rateest-gt` or `--rateest-eq`) and a measure (`--rateest-bps` or `--rateest-pps`):',
      [
        '- absolute: `--rateest eth0 --rateest-gt --rateest-bps 2mbit`, one rate against a value;',
        '- relative: `--rateest1 eth0 --rateest-lt --rateest2 ppp0 --rateest-bps`, two rates against each other, without a value;',
        '- with `--rateest-delta`, what is left of a given rate (`--rateest-bps1`, `--rateest-bps2`) is compared in place of the rate: which line has more room.',
      ].join('\n'),
      'The value stands behind its option as a word of its own; `--rateest-bps=2mbit` is refused.',
    ].join('\n\n'),
    ja: [
      'その時点で比較が成り立てばすべてのパケットに一致し、成り立たなければどれにも一致しません。推定器は `RATEEST` ターゲットのルールで作られ、このルールより先に存在していなければなりません。同じファイルに書く場合の順序は、nft では行の順、legacy ではチェーンの順(`PREROUTING`、`INPUT`、`FORWARD`、`OUTPUT`、`POSTROUTING`、ユーザーチェーンは名前順)で決まるため、なるべく `PREROUTING` の先頭に置いてください。',
      'ルールには、名前、比較(`--rateest-lt`、`--rateest-gt`、`--rateest-eq` のいずれか)、単位(`--rateest-bps` または `--rateest-pps`)を書きます。',
      [
        '- 絶対: `--rateest eth0 --rateest-gt --rateest-bps 2mbit` は、1 つの速度を値と比べます。',
        '- 相対: `--rateest1 eth0 --rateest-lt --rateest2 ppp0 --rateest-bps` は、2 つの速度を互いに比べます。値は書きません。',
        '- `--rateest-delta` を付けると、速度の代わりに、指定した速度(`--rateest-bps1`、`--rateest-bps2`)に対する余裕を比べます。どの回線が空いているかがわかります。',
      ].join('\n'),
      '値はオプションの後ろに独立した語として書きます。`--rateest-bps=2mbit` は拒否されます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'rateest',
      aliases: ['rateest1'],
      values: [{ type: estimator, label: 'name', sample: 'eth0' }],
      doc: { en: 'The estimator, or the first of two.', ja: '推定器の名前、または 2 つのうち 1 つ目です。' },
    },
    {
      name: 'rateest2',
      values: [{ type: estimator, label: 'name', sample: 'ppp0' }],
      doc: { en: 'The second estimator: compares two rates.', ja: '2 つ目の推定器です。2 つの速度を比べます。' },
    },
    measure('rateest-bps', ['rateest-bps2'], rateestRate, 'rate', '2mbit', {
      en: 'Compares bits per second: with this value, or for the second estimator. A number without a unit means bits; `kbit`, `mbit`, `KBps`, `MBps` and others stand for more.',
      ja: 'ビット毎秒で比べます。値は比較の相手、または 2 つ目の推定器に対する速度です。単位のない数値はビットで、`kbit`、`mbit`、`KBps`、`MBps` なども使えます。',
    }),
    measure('rateest-pps', ['rateest-pps2'], packetRate, 'packets', '1000', {
      en: 'Compares packets per second: with this value, or for the second estimator.',
      ja: 'パケット毎秒で比べます。値は比較の相手、または 2 つ目の推定器に対する速度です。',
    }),
    measure('rateest-bps1', undefined, rateestRate, 'rate', '2500kbit', {
      en: 'With `--rateest-delta`: the rate that the first estimator is held against, in bits per second.',
      ja: '`--rateest-delta` のとき、1 つ目の推定器に対する速度(ビット毎秒)です。',
    }),
    measure('rateest-pps1', undefined, packetRate, 'packets', '1000', {
      en: 'With `--rateest-delta`: the rate that the first estimator is held against, in packets per second.',
      ja: '`--rateest-delta` のとき、1 つ目の推定器に対する速度(パケット毎秒)です。',
    }),
    {
      name: 'rateest-delta',
      values: [],
      doc: {
        en: 'Compares what is left of a given rate, and not the rate itself; 0 where the rate is above it.',
        ja: '速度そのものではなく、指定した速度に対する余裕を比べます。速度が上回っていれば 0 とみなします。',
      },
    },
    {
      name: 'rateest-lt',
      invertible: true,
      values: [],
      doc: { en: 'The rate is less than the value, or the second rate.', ja: '値または 2 つ目の速度より小さければ一致します。' },
    },
    {
      name: 'rateest-gt',
      invertible: true,
      values: [],
      doc: { en: 'The rate is greater than the value, or the second rate.', ja: '値または 2 つ目の速度より大きければ一致します。' },
    },
    {
      name: 'rateest-eq',
      invertible: true,
      values: [],
      doc: { en: 'The rates are equal.', ja: '速度が等しければ一致します。' },
    },
  ],
  groups: [
    { options: ['rateest'], count: 'at-least-one', refusal: 'RULE_APPEND failed (No such file or directory)' },
    { options: comparisons, count: 'at-least-one', refusal: invalid },
    { options: ['rateest-bps', 'rateest-pps', 'rateest-bps1', 'rateest-pps1'], count: 'at-least-one', refusal: invalid },
  ],
  check: (use) => [...oneComparison(use), ...idleValues(use)],
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -i eth0 -j RATEEST --rateest-name eth0 --rateest-interval 250ms --rateest-ewmalog 500ms',
        '-A PREROUTING -i ppp0 -j RATEEST --rateest-name ppp0 --rateest-interval 250ms --rateest-ewmalog 500ms',
        '-A FORWARD -m conntrack --ctstate NEW -m rateest --rateest-delta --rateest1 eth0 --rateest-bps1 2500kbit --rateest-gt --rateest2 ppp0 --rateest-bps2 2mbit -j CONNMARK --set-mark 1',
        '-A FORWARD -m rateest --rateest eth0 --rateest-gt --rateest-bps 2mbit -j MARK --set-mark 2',
        '-A FORWARD -m rateest --rateest eth0 ! --rateest-lt --rateest-pps 1000 -j MARK --set-mark 3',
        '-A FORWARD -m rateest --rateest-delta --rateest eth0 --rateest-pps1 1000 --rateest-eq --rateest-pps2 0 -j MARK --set-mark 4',
        '-A FORWARD -m rateest --rateest1 eth0 --rateest-lt --rateest2 ppp0 --rateest-bps -j MARK --set-mark 5',
      ],
      title: { en: 'Sends new connections over the line with more room', ja: '空いている回線に新しい接続を割り当てます' },
    },
  ],
  source: { man: 'rateest', file: 'extensions/libxt_rateest.c', kernel: 'net/netfilter/xt_rateest.c' },
  since: 'Linux 2.6.25',
};

/** An option whose value is the word behind it, where one stands (`rateest_parse` in libxt_rateest.c). */
function measure(
  name: string,
  aliases: readonly string[] | undefined,
  type: ValueType,
  label: string,
  sample: string,
  doc: Text,
): OptionSpec {
  return { name, ...(aliases === undefined ? {} : { aliases }), wordOptional: true, values: [{ type, label, sample }], doc };
}

/** The last comparison counts. */
function oneComparison(use: ExtensionUse): readonly UseFault[] {
  const given = use.options.filter(({ name }) => comparisons.some((comparison) => comparison === name));
  const last = given[given.length - 1];
  const first = given.find(({ name }) => name !== last?.name);
  if (last === undefined || first === undefined) return [];
  return [
    {
      option: first.name,
      message: {
        en: `--${last.name} behind it undoes --${first.name}: a rule has one comparison only.`,
        ja: `後ろの --${last.name} が --${first.name} を打ち消します。1 つのルールに書ける比較は 1 つだけです。`,
      },
    },
  ];
}

/** Values that the kernel does not look at, and a missing one that counts as 0 (`xt_rateest_mt` in xt_rateest.c). */
function idleValues(use: ExtensionUse): readonly UseFault[] {
  const has = (name: string): boolean => use.options.some((option) => option.name === name);
  const [relative, delta] = [has('rateest2'), has('rateest-delta')];
  return use.options.flatMap(({ name, values }): readonly UseFault[] => {
    const first = name === 'rateest-bps1' || name === 'rateest-pps1';
    if (!first && name !== 'rateest-bps' && name !== 'rateest-pps') return [];
    const value = values[0];
    if (first && !delta) {
      return [
        {
          option: name,
          severity: 'warning',
          message: {
            en: `Without --rateest-delta the value of --${name} counts for nothing, and the rate is compared with 0. Write --${name.slice(0, -1)}.`,
            ja: `--rateest-delta がないと --${name} の値は使われず、0 と比べられます。--${name.slice(0, -1)} と書いてください。`,
          },
        },
      ];
    }
    if (!first && relative && !delta && value !== undefined) {
      return [
        {
          option: name,
          value: 0,
          severity: 'warning',
          message: {
            en: `Two estimators are compared with each other, so ${value} counts for nothing. Leave it out.`,
            ja: `2 つの推定器を互いに比べるため、${value} は使われません。取り除いてください。`,
          },
        },
      ];
    }
    if (value !== undefined || (relative && !delta)) return [];
    return [
      {
        option: name,
        severity: 'warning',
        message: {
          en: `--${name} has no value, which counts as 0. Write one behind it.`,
          ja: `--${name} に値がないため、0 とみなされます。後ろに値を書いてください。`,
        },
      },
    ];
  });
}
