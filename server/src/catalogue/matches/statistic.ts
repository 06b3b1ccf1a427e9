import { floatNumber } from '../../values';
import { uint32, unsignedInteger } from '../../values/integer';
import { oneOf } from '../../values/one-of';
import { scanUnsigned, U32 } from '../../values/scan';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const mode = oneOf(
  [
    { value: 'random', doc: { en: 'Each packet by chance (`--probability`).', ja: 'パケットごとに確率で選びます(`--probability`)。' } },
    { value: 'nth', doc: { en: 'Every nth packet (`--every`, `--packet`).', ja: 'n 個ごとに 1 個選びます(`--every`、`--packet`)。' } },
  ],
  {
    id: 'statistic-mode',
    doc: { en: 'How packets are chosen: `random` or `nth`.', ja: 'パケットの選び方です。`random` または `nth` です。' },
    refusal: (word) => `Bad mode "${word}"`,
  },
);

const probability = floatNumber({
  id: 'probability',
  min: 0,
  max: 1,
  doc: { en: 'A probability from 0 to 1: `0.25` is one packet of four.', ja: '0 から 1 までの確率です。`0.25` なら 4 個に 1 個です。' },
  describe: (value) => {
    const percent = `${Number((value * 100).toPrecision(6))} %`;
    return { en: `${percent} of the packets.`, ja: `パケットの ${percent} です。` };
  },
  suggest: [{ value: '0.5' }, { value: '0.33333333333' }, { value: '0.1' }],
});

const every = unsignedInteger({
  id: 'statistic-every',
  min: 1,
  max: U32,
  doc: { en: 'The length of the cycle, at least 1.', ja: '周期の長さです(1 以上)。' },
});

/** Packets by chance or by count. Facts: libxt_statistic.c, `statistic_mt` in the kernel's xt_statistic.c. */
export const statisticMatch: MatchSpec = {
  kind: 'match',
  name: 'statistic',
  remembers: 'own',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches a share of the packets, by chance or every nth one.',
    ja: 'パケットの一部を、確率または n 個ごとに選んで一致させます。',
  },
  doc: {
    en: [
      'Used to spread connections over several servers, to sample packets for a log, or to lose some on purpose in a test. In the nat table a rule sees only the first packet of each connection, so it is connections that are spread there.',
      'With several rules in a row each one sees only what the ones before it left. To share evenly among three, the probabilities are 1/3, 1/2 and 1 (the last rule needs no match), or `--every 3`, `--every 2` and 1, all with `--packet 0`.',
      '`random` needs `--probability`; `nth` needs both `--every` and `--packet`. The counter of `nth` belongs to the rule and is shared by all processors.',
    ].join('\n\n'),
    ja: [
      '接続を複数のサーバーに振り分けたり、パケットを抜き出してログに記録したり、テストで意図的に落としたりするのに使います。nat テーブルのルールは各コネクションの最初のパケットだけを見るため、そこではコネクション単位の振り分けになります。',
      'ルールを続けて並べると、後のルールには前のルールで一致しなかった分だけが届きます。3 台に均等に振り分けるには、確率を 1/3、1/2、1(最後は match 不要)にするか、`--every 3`、`--every 2`、1 とし、いずれも `--packet 0` にします。',
      '`random` には `--probability` が、`nth` には `--every` と `--packet` の両方が必要です。`nth` のカウンターはルールごとにあり、全プロセッサで共有されます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'mode',
      required: true,
      values: [{ type: mode, label: 'random|nth', sample: 'random' }],
      doc: { en: 'By chance (`random`) or by count (`nth`).', ja: '確率(`random`)か個数(`nth`)かを選びます。' },
    },
    {
      name: 'probability',
      invertible: true,
      excludes: ['every', 'packet'],
      values: [{ type: probability, label: 'p', sample: '0.5' }],
      doc: {
        en: 'With `random`: how likely a packet matches, from 0 to 1. `iptables-save` prints eleven digits.',
        ja: '`random` のとき、パケットが一致する確率(0~1)です。`iptables-save` は小数点以下 11 桁で出力します。',
      },
    },
    {
      name: 'every',
      invertible: true,
      excludes: ['probability'],
      needs: ['packet'],
      values: [{ type: every, label: 'n', sample: '3' }],
      doc: {
        en: 'With `nth`: one packet of every n matches; with `!` all the others do.',
        ja: '`nth` のとき、n 個に 1 個が一致します。`!` を付けると、それ以外のすべてに一致します。',
      },
    },
    {
      name: 'packet',
      excludes: ['probability'],
      needs: ['every'],
      values: [{ type: uint32, label: 'p', sample: '0' }],
      doc: {
        en: 'With `nth`: which packet of the cycle matches, from 0 to n-1.',
        ja: '`nth` のとき、周期の何番目のパケットに一致させるかを、0~n-1 で指定します。',
      },
    },
  ],
  check: modeFits,
  examples: [
    {
      table: 'nat',
      rules: [
        '-A PREROUTING -p tcp --dport 80 -m statistic --mode nth --every 3 --packet 0 -j DNAT --to-destination 192.0.2.11',
        '-A PREROUTING -p tcp --dport 80 -m statistic --mode nth --every 2 --packet 0 -j DNAT --to-destination 192.0.2.12',
        '-A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 192.0.2.13',
      ],
      family: 'ipv4',
      title: { en: 'Three web servers in turn', ja: '3 台の Web サーバーに順番に振り分けます' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -m statistic --mode random --probability 0.01 -j LOG --log-prefix "sample: "'],
      title: { en: 'A log of one packet in a hundred', ja: '100 個に 1 個の割合でログに記録します' },
    },
  ],
  source: { man: 'statistic', file: 'extensions/libxt_statistic.c', kernel: 'net/netfilter/xt_statistic.c' },
  since: 'Linux 2.6.18',
};

/** What each mode needs (`statistic_check` in libxt_statistic.c). */
function modeFits(use: ExtensionUse): readonly UseFault[] {
  const value = (name: string): string | undefined => use.options.find((option) => option.name === name)?.values[0];
  const chosen = value('mode');
  if (chosen === 'random' && value('probability') === undefined) {
    return [
      {
        option: 'mode',
        value: 0,
        message: { en: 'The mode random needs --probability.', ja: 'random モードには --probability が必要です。' },
        refusal: '--probability must be specified when using random mode',
      },
    ];
  }
  const [length, place] = [value('every'), value('packet')];
  if (chosen === 'nth' && length === undefined && place === undefined) {
    return [
      {
        option: 'mode',
        value: 0,
        message: { en: 'The mode nth needs --every and --packet.', ja: 'nth モードには --every と --packet が必要です。' },
        refusal: '--every and --packet must be specified when using nth mode',
      },
    ];
  }
  if (length === undefined || place === undefined || scanUnsigned(place, 0, place.length) < scanUnsigned(length, 0, length.length))
    return [];
  return [
    {
      option: 'packet',
      value: 0,
      message: {
        en: `The packets of a cycle of ${length} are counted from 0, so ${place} is none of them. Write a smaller number.`,
        ja: `長さ ${length} の周期ではパケットを 0 から数えるため、${place} は範囲外です。小さい値にしてください。`,
      },
      refusal: 'the --packet p must be 0 <= p <= n-1',
    },
  ];
}
