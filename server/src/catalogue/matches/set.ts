import type { Text } from '../../l10n/text';
import { setFlags, setName } from '../../values';
import { unsignedInteger } from '../../values/integer';
import { U64 } from '../../values/scan';
import type { MatchSpec, OptionSpec } from '../schema';
import { asksSet } from '../sets-by-mark';

const counter = unsignedInteger({
  id: 'ipset-counter',
  max: U64,
  doc: {
    en: 'A number of packets or bytes, up to 18446744073709551615.',
    ja: 'パケット数またはバイト数です(18446744073709551615 まで)。',
  },
});

/** Membership in an ipset. Facts: `set_parse_v4` in libxt_set.c, `parse_dirs` in libxt_set.h, the kernel's xt_set.c. */
export const setMatch: MatchSpec = {
  kind: 'match',
  name: 'set',
  steady: true,
  remembers: 'shared',
  remembersNothingWith: ['match-set'],
  reads: ['sets', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets whose addresses or ports are in an ipset.',
    ja: 'アドレスやポートが ipset に含まれるパケットを判定します。',
  },
  doc: {
    en: [
      'One rule then stands for thousands of addresses, and the set can be changed without touching the ruleset.',
      "The set must exist when the rules are loaded (`Set … doesn't exist.`), so load `ipset restore` first, at boot too; a set that rules use cannot be destroyed. A set for IPv6 addresses (`family inet6`) works in ip6tables only, and one for IPv4 in iptables only.",
      'There is one flag for each dimension of the set: `src` for `hash:ip`, `src,dst` or `dst,dst` for `hash:ip,port`.',
      'The options for counters count on sets that were made with `counters`, and are ignored for others.',
    ].join('\n\n'),
    ja: [
      '何千ものアドレスを 1 つのルールで扱え、ルールセットに触れずに集合の中身を変えられます。',
      "ルールを読み込む時点で set が存在していなければなりません(`Set … doesn't exist.`)。起動時も含め、先に `ipset restore` を実行してください。ルールが使っている set は削除できません。IPv6 用の set(`family inet6`)は ip6tables で、IPv4 用の set は iptables でだけ使えます。",
      'フラグは set の次元の数だけ並べます。`hash:ip` なら `src`、`hash:ip,port` なら `src,dst` や `dst,dst` です。',
      'カウンターに関するオプションは、`counters` 付きで作った set にだけ効き、そうでない set では無視されます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'match-set',
      ...asksSet,
      aliases: ['set'],
      invertible: true,
      required: true,
      values: [
        { type: setName, label: 'setname', sample: 'blocklist' },
        { type: setFlags, label: 'src|dst[,src|dst]…', sample: 'src' },
      ],
      doc: {
        en: 'The name of the set (up to 31 characters), and for each of its dimensions whether the source (`src`) or the destination (`dst`) is looked up; at most six. `--set` is an old spelling, taken with a warning.',
        ja: 'set の名前(31 文字まで)と、各次元で送信元(`src`)と宛先(`dst`)のどちらを調べるかを書きます。フラグは 6 個までです。`--set` は古い綴りで、警告付きで受け付けられます。',
      },
    },
    {
      name: 'return-nomatch',
      repeatable: true,
      values: [],
      doc: {
        en: 'Turns the result around for sets that know `nomatch`: elements with that flag match, plain ones do not.',
        ja: '`nomatch` フラグに対応した set で、結果を逆にします。`nomatch` の付いた要素が一致し、付いていない要素は一致しません。',
      },
    },
    {
      name: 'update-counters',
      invertible: true,
      repeatable: true,
      values: [],
      doc: {
        en: 'With `!`: a match does not count on the counters of the element. Without `!` it says what happens anyway.',
        ja: '`!` を付けると、一致しても要素のカウンターを更新しません。`!` なしは既定の動作と同じです。',
      },
    },
    {
      name: 'update-subcounters',
      invertible: true,
      repeatable: true,
      values: [],
      doc: {
        en: 'With `!`: a match in a set of type `list:set` does not count on the counters of the member set. Without `!` it says what happens anyway.',
        ja: '`!` を付けると、`list:set` 型の set で一致しても、メンバーの set のカウンターを更新しません。`!` なしは既定の動作と同じです。',
      },
    },
    counterOption('packets', 'eq', {
      en: "The element's packet counter has this value.",
      ja: '要素のパケットカウンターがこの値であれば一致します。',
    }),
    counterOption('packets', 'lt', {
      en: "The element's packet counter is less than this.",
      ja: '要素のパケットカウンターがこの値より小さければ一致します。',
    }),
    counterOption('packets', 'gt', {
      en: "The element's packet counter is greater than this.",
      ja: '要素のパケットカウンターがこの値より大きければ一致します。',
    }),
    counterOption('bytes', 'eq', {
      en: "The element's byte counter has this value.",
      ja: '要素のバイトカウンターがこの値であれば一致します。',
    }),
    counterOption('bytes', 'lt', {
      en: "The element's byte counter is less than this.",
      ja: '要素のバイトカウンターがこの値より小さければ一致します。',
    }),
    counterOption('bytes', 'gt', {
      en: "The element's byte counter is greater than this.",
      ja: '要素のバイトカウンターがこの値より大きければ一致します。',
    }),
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -m set --match-set blocklist src -j DROP', '-A FORWARD -m set ! --match-set clients src -j DROP'],
      requires: 'the ipsets blocklist and clients (ipset create blocklist hash:net; ipset create clients hash:net)',
      title: {
        en: 'Drops what a blocklist names, and forwards known clients only',
        ja: 'blocklist にあるものを破棄し、既知のクライアントだけを転送します',
      },
    },
    {
      table: 'filter',
      rules: [
        '-A INPUT -m set --match-set services dst,dst --packets-gt 1000 -j ACCEPT',
        '-A INPUT -m set --match-set services dst,dst ! --update-counters --packets-eq 0 --bytes-eq 0 -j LOG',
        '-A INPUT -m set --match-set services dst,dst ! --update-subcounters --packets-lt 10 --bytes-lt 10000 -j ACCEPT',
        '-A INPUT -m set --match-set services dst,dst --bytes-gt 1000000 -j DROP',
        '-A INPUT -m set --match-set blocklist src --return-nomatch -j ACCEPT',
      ],
      requires: 'the ipsets blocklist and services (ipset create blocklist hash:net; ipset create services hash:ip,port counters)',
      title: { en: 'Looks at the counters of the element', ja: '要素のカウンターを条件にします' },
    },
  ],
  source: { man: 'set', file: 'extensions/libxt_set.c', kernel: 'net/netfilter/xt_set.c' },
  since: 'Linux 2.6.39',
};

/** `--packets-eq` and its kin: one of eq, lt, gt for packets and one for bytes; only eq takes `!`. */
function counterOption(what: 'packets' | 'bytes', how: 'eq' | 'lt' | 'gt', doc: Text): OptionSpec {
  return {
    name: `${what}-${how}`,
    ...(how === 'eq' ? { invertible: true } : {}),
    excludes: (['eq', 'lt', 'gt'] as const).filter((other) => other !== how).map((other) => `${what}-${other}`),
    values: [{ type: counter, label: 'value', sample: '1000' }],
    doc,
  };
}
