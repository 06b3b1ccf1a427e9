import type { CommandSpec } from './schema';

/**
 * The commands of iptables(8), with their long spellings: `original_opts` in iptables/iptables.c and `do_parse` in iptables/xshared.c.
 * `-V` and `-h` are general parameters here, because they take no chain.
 */
export const commands: readonly CommandSpec[] = [
  {
    short: 'A',
    name: 'append',
    words: ['chain'],
    takesRule: true,
    inRestore: true,
    doc: {
      en: 'Adds a rule at the end of a chain. With several addresses (`-s a,b`) it adds one rule for each.',
      ja: 'チェインの末尾にルールを追加します。アドレスを複数書くと(`-s a,b`)、その数だけルールを追加します。',
    },
  },
  {
    short: 'I',
    name: 'insert',
    words: ['chain', '[number]'],
    takesRule: true,
    inRestore: true,
    doc: {
      en: 'Adds a rule at a position of a chain, counted from 1; without a number, at its head. The position may be at most one behind the last rule.',
      ja: 'チェインの指定した位置(1 から数えます)にルールを挿入します。番号を省略すると先頭に入ります。指定できるのは最後のルールの 1 つ後ろまでです。',
    },
  },
  {
    short: 'D',
    name: 'delete',
    words: ['chain', '[number]'],
    takesRule: true,
    inRestore: true,
    doc: {
      en: 'Deletes a rule, named by its number or written out in full. The load fails when there is no such rule, and a number stands instead of a rule, not beside one.',
      ja: 'ルールを番号で、または内容をそのまま書いて削除します。該当するルールがないと読み込みは失敗します。番号を書くときはルールの内容を書けません。',
    },
  },
  {
    short: 'R',
    name: 'replace',
    words: ['chain', 'number'],
    takesRule: true,
    inRestore: true,
    doc: {
      en: 'Replaces the rule of a number by another one. In a restore file the nft back end crashes on it when the rule is one of the same file.',
      ja: '指定した番号のルールを別のルールに置き換えます。復元ファイルで、同じファイルにあるルールを置き換えようとすると、nft バックエンドは異常終了します。',
    },
  },
  {
    short: 'N',
    name: 'new-chain',
    words: ['new-chain'],
    takesRule: false,
    inRestore: true,
    doc: {
      en: 'Creates a user chain, as a line `:NAME - [0:0]` does. The load fails when the chain exists or a target has that name.',
      ja: 'ユーザー定義チェインを作ります。`:NAME - [0:0]` の行と同じです。同じ名前のチェインやターゲットがあると読み込みは失敗します。',
    },
  },
  {
    short: 'X',
    name: 'delete-chain',
    words: ['[chain]'],
    takesRule: false,
    inRestore: true,
    doc: {
      en: 'Deletes a user chain, which must be empty and not be jumped to; without a name, all such chains. In a restore file it is rarely needed, because `*table` begins with an empty table.',
      ja: 'ユーザー定義チェインを削除します。中身が空で、どこからもジャンプされていない必要があります。名前を省略すると、そのようなチェインをすべて削除します。`*table` で始まるファイルは空のテーブルから始まるため、必要になることはまれです。',
    },
  },
  {
    short: 'F',
    name: 'flush',
    words: ['[chain]'],
    takesRule: false,
    inRestore: true,
    doc: {
      en: 'Deletes every rule of a chain; without a name, of all chains of the table. Policies stay.',
      ja: 'チェインのルールをすべて削除します。名前を省略すると、テーブルのすべてのチェインが対象です。ポリシーはそのままです。',
    },
  },
  {
    short: 'P',
    name: 'policy',
    words: ['chain', 'policy'],
    takesRule: false,
    inRestore: true,
    doc: {
      en: 'Sets the policy of a built-in chain, `ACCEPT` or `DROP`, as a line `:INPUT DROP [0:0]` does. `DROP` is refused in nat, where the `:` line takes it.',
      ja: '組み込みチェインのポリシー(`ACCEPT` または `DROP`)を決めます。`:INPUT DROP [0:0]` の行と同じです。nat では `DROP` が拒否されますが、`:` の行では受け付けられます。',
    },
  },
  {
    short: 'E',
    name: 'rename-chain',
    words: ['chain', 'new-chain'],
    takesRule: false,
    inRestore: true,
    doc: {
      en: 'Renames a user chain; jumps to it follow. The nft back end refuses it for a chain that the same file creates.',
      ja: 'ユーザー定義チェインの名前を変えます。そのチェインへのジャンプも追随します。nft バックエンドでは、同じファイルで作ったチェインの名前は変えられません。',
    },
  },
  {
    short: 'Z',
    name: 'zero',
    words: ['[chain]', '[number]'],
    takesRule: false,
    inRestore: true,
    doc: {
      en: 'Sets the counters of all chains, of one chain or of one of its rules to zero. In a restore file the nft back end crashes on the number of a rule of the same file.',
      ja: 'すべてのチェイン、1 つのチェイン、またはその中の 1 つのルールのカウンターを 0 に戻します。復元ファイルで、同じファイルにあるルールの番号を指定すると、nft バックエンドは異常終了します。',
    },
  },
  {
    short: 'C',
    name: 'check',
    words: ['chain'],
    takesRule: true,
    inRestore: true,
    doc: {
      en: 'Looks whether a rule exists and changes nothing. In a restore file the load fails when it does not exist (nft overlooks that where the chain has other rules). It is meant for the command line.',
      ja: 'ルールがあるかどうかを調べるだけで、何も変更しません。復元ファイルに書くと、ルールがない場合に読み込みが失敗します(nft では、チェインにほかのルールがあると見過ごされます)。コマンドラインで使うものです。',
    },
  },
  {
    short: 'L',
    name: 'list',
    words: ['[chain]', '[number]'],
    takesRule: false,
    inRestore: true,
    doc: {
      en: 'Prints the rules in columns. A restore file may hold it, but it only writes to the standard output of the load. It is meant for the command line.',
      ja: 'ルールを表形式で表示します。復元ファイルにも書けますが、読み込みのときに標準出力へ書き出すだけです。コマンドラインで使うものです。',
    },
  },
  {
    short: 'S',
    name: 'list-rules',
    words: ['[chain]', '[number]'],
    takesRule: false,
    inRestore: true,
    doc: {
      en: 'Prints the rules as commands, the way `iptables-save` does. A restore file may hold it, but it only writes to the standard output of the load. It is meant for the command line.',
      ja: '`iptables-save` と同じように、ルールをコマンドの形で表示します。復元ファイルにも書けますが、読み込みのときに標準出力へ書き出すだけです。コマンドラインで使うものです。',
    },
  },
];
