import { setFlags, setName, unsignedInteger } from '../../values';
import type { ExtensionUse, OptionSpec, TargetSpec, UseFault } from '../schema';
import { asksSet } from '../sets-by-mark';

const set: OptionSpec['values'] = [
  { type: setName, label: 'set', sample: 'blocked' },
  { type: setFlags, label: 'src|dst[,…]', sample: 'src' },
];
const seconds = unsignedInteger({ id: 'set-timeout', max: 4294967294, doc: { en: 'A number of seconds.', ja: '秒数です。' } });

export const SETTarget: TargetSpec = {
  kind: 'target',
  name: 'SET',
  verdict: 'continue',
  changes: ['sets'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: "Adds the packet's addresses or ports to an ipset, takes them out, or reads properties from it.",
    ja: 'パケットのアドレスやポートを ipset に追加または削除し、あるいは ipset から属性を読み取ります。',
  },
  doc: {
    en: "The set must exist when the file is loaded, and must be of the family (`Set foo doesn't exist.`): restore ipset's file first. One `src` or `dst` for each dimension of the set, in its order: `hash:ip,port` wants `src,dst` for the source address and the destination port.",
    ja: "読み込みの時点で、同じファミリーのセットが存在している必要があります(`Set foo doesn't exist.`)。先に ipset のファイルを復元してください。`src` か `dst` を、セットの次元の順に 1 つずつ書きます。`hash:ip,port` に送信元アドレスと宛先ポートを入れるなら `src,dst` です。",
  },
  options: [
    {
      name: 'add-set',
      ...asksSet,
      values: set,
      doc: { en: 'Adds an entry to the set.', ja: 'セットにエントリーを追加します。' },
    },
    {
      name: 'del-set',
      ...asksSet,
      values: set,
      doc: { en: 'Deletes the entry from the set.', ja: 'セットからエントリーを削除します。' },
    },
    {
      name: 'exist',
      values: [],
      repeatable: true,
      doc: {
        en: 'Starts the timeout anew where the entry exists already.',
        ja: '既にあるエントリーのタイムアウトを最初から数え直します。',
      },
    },
    {
      name: 'timeout',
      values: [{ type: seconds, label: 'seconds', sample: '3600' }],
      repeatable: true,
      doc: {
        en: "How long the entry stays, instead of the set's default. The set must have been made with a timeout.",
        ja: 'エントリーが残る秒数です。セットの既定値の代わりに使われます。タイムアウト付きで作られたセットに限ります。',
      },
    },
    {
      name: 'map-set',
      ...asksSet,
      values: set,
      tables: ['mangle'],
      doc: {
        en: 'Looks the packet up in a set made with `skbinfo` and gives it what the entry says; at least one of the flags below must say what.',
        ja: '`skbinfo` 付きで作られたセットを引き、エントリーの属性をパケットに付けます。何を付けるかを、以下のフラグの少なくとも 1 つで指定します。',
      },
      since: '1.6.0',
    },
    {
      name: 'map-mark',
      changes: ['mark'],
      values: [],
      repeatable: true,
      doc: { en: "Gives the packet the entry's mark.", ja: 'エントリーの mark をパケットに付けます。' },
      since: '1.6.0',
    },
    {
      name: 'map-prio',
      values: [],
      repeatable: true,
      chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
      doc: { en: "Gives the packet the entry's traffic control class.", ja: 'エントリーのトラフィック制御クラスをパケットに付けます。' },
      since: '1.6.0',
    },
    {
      name: 'map-queue',
      values: [],
      repeatable: true,
      chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
      doc: { en: "Gives the packet the entry's hardware queue.", ja: 'エントリーのハードウェアキューをパケットに付けます。' },
      since: '1.6.0',
    },
  ],
  groups: [
    {
      options: ['add-set', 'del-set', 'map-set'],
      count: 'at-least-one',
      refusal: "You must specify either `--add-set' or `--del-set' or `--map-set'",
    },
  ],
  check: checkSET,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp -m tcp --dport 23 -j SET --add-set blocked src --exist --timeout 3600',
        '-A INPUT -s 192.0.2.1 -j SET --del-set blocked src',
      ],
      family: 'ipv4',
      title: { en: 'Remember who tries telnet, for an hour', ja: 'telnet を試みた相手を 1 時間覚えておく' },
      requires: 'ipset create blocked hash:ip timeout 600',
    },
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp -m tcp --dport 23 -j SET --add-set blocked src --exist --timeout 3600',
        '-A INPUT -s 2001:db8::1 -j SET --del-set blocked src',
      ],
      family: 'ipv6',
      title: { en: 'Remember who tries telnet, for an hour', ja: 'telnet を試みた相手を 1 時間覚えておく' },
      requires: 'ipset create blocked hash:ip family inet6 timeout 600',
    },
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -j SET --map-set classes dst --map-mark --map-prio --map-queue'],
      family: 'ipv4',
      title: { en: 'Take mark, class and queue from a set', ja: 'mark、クラス、キューをセットから取る' },
      requires: 'ipset create classes hash:ip skbinfo',
    },
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -j SET --map-set classes dst --map-mark --map-prio --map-queue'],
      family: 'ipv6',
      title: { en: 'Take mark, class and queue from a set', ja: 'mark、クラス、キューをセットから取る' },
      requires: 'ipset create classes hash:ip family inet6 skbinfo',
    },
  ],
  source: { man: 'SET', file: 'extensions/libxt_SET.c', kernel: 'net/netfilter/xt_set.c' },
};

/** What a flag needs beside it, in iptables' words: `set_target_check_v3` in libxt_SET.c. */
const dependencies: readonly (readonly [option: string, needed: string, refusal: string])[] = [
  ['exist', 'add-set', "Flag `--exist' can be used with `--add-set' only"],
  ['timeout', 'add-set', "Option `--timeout' can be used with `--add-set' only"],
  ['map-mark', 'map-set', "Flag `--map-mark' can be used with `--map-set' only"],
  ['map-prio', 'map-set', "Flag `--map-prio' can be used with `--map-set' only"],
  ['map-queue', 'map-set', "Flag `--map-queue' can be used with `--map-set' only"],
];

function checkSET(use: ExtensionUse): readonly UseFault[] {
  const given = (name: string): boolean => use.options.some((option) => option.name === name);
  const faults: UseFault[] = [];
  for (const [option, needed, refusal] of dependencies) {
    if (!given(option) || given(needed)) continue;
    faults.push({
      option,
      message: {
        en: `\`--${option}\` belongs to \`--${needed}\`: add that, or leave this out.`,
        ja: `\`--${option}\` は \`--${needed}\` と一緒に使います。\`--${needed}\` を加えるか、これを削除してください。`,
      },
      refusal,
    });
  }
  if (given('map-set') && !given('map-mark') && !given('map-prio') && !given('map-queue')) {
    faults.push({
      option: 'map-set',
      message: {
        en: '`--map-set` must say what to take from the set: add `--map-mark`, `--map-prio` or `--map-queue`.',
        ja: '`--map-set` には、セットから何を取るかの指定が必要です。`--map-mark`、`--map-prio`、`--map-queue` のいずれかを加えてください。',
      },
      refusal: "You must specify flags `--map-mark' or '--map-prio` or `--map-queue'",
    });
  }
  return faults;
}
