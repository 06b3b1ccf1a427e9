import type { Text } from './text';

/** The words of the user interface: headings, labels and notes of hovers and completion lists. */
export const words = {
  rulesetSkipped: {
    en: 'a large file, so only its lines were checked, not what its ruleset does (--ruleset always does both)',
    ja: '大きいファイルのため、行の検査だけを行い、ルールセット全体の解析は省きました（--ruleset always で両方行います）',
  },
  table: { en: 'table', ja: 'テーブル' },
  tables: { en: 'tables', ja: 'テーブル' },
  anywhere: { en: 'anywhere', ja: 'どこでも' },
  chain: { en: 'chain', ja: 'チェイン' },
  chains: { en: 'chains', ja: 'チェイン' },
  builtinChain: { en: 'built-in chain', ja: '組み込みチェイン' },
  userChain: { en: 'user chain', ja: 'ユーザー定義チェイン' },
  policy: { en: 'policy', ja: 'ポリシー' },
  counters: { en: 'counters', ja: 'カウンター' },
  command: { en: 'command', ja: 'コマンド' },
  match: { en: 'match', ja: 'マッチ' },
  target: { en: 'target', ja: 'ターゲット' },
  parameter: { en: 'general parameter', ja: '共通パラメーター' },
  options: { en: 'Options', ja: 'オプション' },
  broughtOptions: { en: 'Options that it brings', ja: '使えるようになるオプション' },
  ruleNumber: { en: 'rule number', ja: 'ルール番号' },
  negation: { en: 'inversion', ja: '反転' },
  comment: { en: 'comment to the checker', ja: 'チェッカーへの指示' },
  example: { en: 'Example', ja: '例' },
  required: { en: 'required', ja: '必須' },
  invertible: { en: '`!` may stand before it', ja: '前に `!` を付けられます' },
  alsoWritten: { en: 'also', ja: '別の綴り' },
  deprecated: { en: 'Deprecated.', ja: '非推奨。' },
  onlyIpv4: { en: 'iptables only', ja: 'iptables のみ' },
  onlyIpv6: { en: 'ip6tables only', ja: 'ip6tables のみ' },
  or: { en: ' or ', ja: ' または ' },
  seenHere: { en: 'used in this file', ja: 'このファイルで使用' },
  alreadyLoaded: { en: 'already in the rule', ja: 'ルールに指定済み' },
  notDeclared: { en: 'used, not declared', ja: '使用されていますが未宣言です' },
  exampleValue: { en: 'example', ja: '例' },
  commit: {
    en: 'Hands the table to the kernel. Everything since `*table` takes effect at once; if one line is refused, nothing of this table does. Each COMMIT stands alone: tables committed earlier stay loaded when a later one fails. Nothing may follow the word, not even a space.',
    ja: 'テーブルをカーネルに渡します。`*テーブル名` 以降の内容は一度に有効になり、1 行でも拒否されるとこのテーブルは何も読み込まれません。COMMIT はテーブルごとに独立しています。後のテーブルで失敗しても、先に COMMIT したテーブルは読み込まれたままです。この語の後ろには、空白も含めて何も書けません。',
  },
  inversion: {
    en: 'Inverts the option behind it: the rule matches packets for which it does not hold. `!` is a word of its own, with a space on either side.',
    ja: '直後のオプションを反転します。その条件に当てはまらないパケットに一致します。`!` は前後に空白を置き、独立した語として書きます。',
  },
  countersOfRule: {
    en: 'What the rule has counted so far. It is taken over only by `iptables-restore -c`; without `-c` the rule starts at zero.',
    ja: 'このルールがこれまでに数えた値です。引き継がれるのは `iptables-restore -c` で読み込んだときだけで、`-c` がなければ 0 から始まります。',
  },
  countersOfChain: {
    en: 'What the policy of the chain has counted so far: packets that no rule decided. It is taken over only by `iptables-restore -c`; without `-c` the policy starts at zero. A user chain has none.',
    ja: 'チェインのポリシーがこれまでに数えた値、つまりどのルールでも決まらなかったパケットです。引き継がれるのは `iptables-restore -c` で読み込んだときだけで、`-c` がなければ 0 から始まります。ユーザー定義チェインにはありません。',
  },
  ruleNumberDoc: {
    en: 'The place of a rule in its chain, counted from 1, as it is when this line is read.',
    ja: 'チェインの中でのルールの位置です。この行が読まれる時点のもので、1 から数えます。',
  },
  silencedInLine: { en: 'Silenced for the next line.', ja: '次の行では抑制されます。' },
  silencedInFile: { en: 'Silenced for the whole file.', ja: 'このファイル全体で抑制されます。' },
  lintDirective: {
    en: 'Silences diagnostics: `disable=CODE[,CODE]` for the next line, `disable-file=CODE[,CODE]` for the whole file. iptables itself sees a comment.',
    ja: '診断を抑制します。`disable=CODE[,CODE]` は次の行、`disable-file=CODE[,CODE]` はファイル全体が対象です。iptables にとってはただのコメントです。',
  },
} satisfies Record<string, Text>;

/** "once", "3 times"; a number of things with the right form of its noun. */
export function countOf(count: number | bigint, singular: string, plural: string, ja: (shown: string) => string): Text {
  const shown = grouped(String(count));
  return { en: `${shown} ${Number(count) === 1 ? singular : plural}`, ja: ja(shown) };
}

/** A number with commas between its groups of three digits. */
export function grouped(digits: string): string {
  const first = digits.length % 3;
  const groups = first === 0 ? [] : [digits.slice(0, first)];
  for (let at = first; at < digits.length; at += 3) groups.push(digits.slice(at, at + 3));
  return groups.join(',');
}
