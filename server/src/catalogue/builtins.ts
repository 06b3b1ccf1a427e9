import type { Text } from '../l10n/text';
import type { ValueType } from '../values';
import { addressList, chainName, interfaceName, protocol } from '../values';
import type { ChainSpec, CommandSpec, OptionSpec, PolicySpec } from './schema';

/** The five built-in chains, in the order a packet can meet them. Which table has which is said in `tables.ts`. */
export const builtinChains: readonly ChainSpec[] = [
  {
    name: 'PREROUTING',
    summary: {
      en: 'Every packet that arrives, before the routing decision.',
      ja: 'ルーティングの判断より前の、届いたすべてのパケットです。',
    },
    doc: {
      en: [
        'Packets for this host and packets to be forwarded both pass here, as does the second pass of loopback traffic. Packets that local processes send do not: they start in `OUTPUT`.',
        'Where the packet will go is not known yet, so `-o` is refused. The tables raw, mangle and nat have this chain; raw comes first, before connection tracking.',
      ].join('\n\n'),
      ja: [
        'このホスト宛てのパケットも、転送されるパケットもここを通ります。ループバックの通信が 2 回目に通るのもここです。ローカルのプロセスが送信するパケットは通らず、`OUTPUT` から始まります。',
        'どこへ出ていくかはまだ決まっていないため、`-o` は拒否されます。raw、mangle、nat の各テーブルにあり、raw が最初で、コネクション追跡より前です。',
      ].join('\n\n'),
    },
  },
  {
    name: 'INPUT',
    summary: {
      en: 'Packets addressed to this host, on their way to a local process.',
      ja: 'このホスト宛てで、ローカルのプロセスに届くパケットです。',
    },
    doc: {
      en: [
        'Routing has decided that the packet is for this host. `-o` is refused here, because nothing goes out.',
        'The tables mangle, filter, security and nat have this chain; filter is where a host decides which services it offers. raw has none: exempting arriving packets from connection tracking is done in its `PREROUTING`, and this chain must still accept them.',
      ].join('\n\n'),
      ja: [
        'ルーティングによって、このホスト宛てと判断されたパケットです。出ていくものではないため `-o` は拒否されます。',
        'mangle、filter、security、nat の各テーブルにあり、どのサービスを受け付けるかは filter で決めます。raw にはありません。届いたパケットを追跡から外すのは raw の `PREROUTING` で行い、そのうえでこのチェインでも許可する必要があります。',
      ].join('\n\n'),
    },
  },
  {
    name: 'FORWARD',
    summary: {
      en: 'Packets routed through this host, from one interface to another.',
      ja: 'あるインターフェースから別のインターフェースへ、このホストを経由するパケットです。',
    },
    doc: {
      en: [
        'Only routers, container hosts and virtual machine hosts have traffic here. It passes neither `INPUT` nor `OUTPUT`. Both `-i` and `-o` can be used.',
        'The tables mangle, filter and security have this chain.',
      ].join('\n\n'),
      ja: [
        'ここにパケットが来るのは、ルーターやコンテナー、仮想マシンのホストだけです。このパケットは `INPUT` も `OUTPUT` も通りません。`-i` と `-o` の両方を使えます。',
        'mangle、filter、security の各テーブルにあります。',
      ].join('\n\n'),
    },
  },
  {
    name: 'OUTPUT',
    summary: {
      en: 'Packets that local processes send.',
      ja: 'ローカルのプロセスが送信するパケットです。',
    },
    doc: {
      en: [
        'Replies of local services pass here, and so does the first pass of loopback traffic. `-i` is refused, because the packet did not come in through an interface.',
        'All five tables have this chain; raw comes first, before connection tracking. When a rule of mangle or nat changes what routing depends on, the packet is routed again.',
      ].join('\n\n'),
      ja: [
        'ローカルのサービスの返信や、ループバックの通信の 1 回目はここを通ります。インターフェースから届いたものではないため `-i` は拒否されます。',
        '5 つのテーブルすべてにあり、raw が最初で、コネクション追跡より前です。mangle や nat のルールがルーティングに関わる部分を変えると、経路が選び直されます。',
      ].join('\n\n'),
    },
  },
  {
    name: 'POSTROUTING',
    summary: {
      en: 'Every packet that leaves, after the routing decision.',
      ja: 'ルーティングの判断より後の、出ていくすべてのパケットです。',
    },
    doc: {
      en: [
        'Forwarded packets and packets of local processes both pass here, last of all. The outgoing interface is known; `-i` is refused.',
        'The tables mangle and nat have this chain. `SNAT` and `MASQUERADE` belong here.',
      ].join('\n\n'),
      ja: [
        '転送されるパケットも、ローカルのプロセスが送信するパケットも、最後にここを通ります。出力インターフェースは決まっています。`-i` は拒否されます。',
        'mangle と nat のテーブルにあります。`SNAT` と `MASQUERADE` はここに書きます。',
      ].join('\n\n'),
    },
  },
];

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

/** A word that needs no check of its own, or whose check is the model's: names of extensions, paths. */
const word = (id: string, doc: Text): ValueType => ({ id, doc, check: () => undefined });

/** A counter as `sscanf("%llu")` reads it: digits at the front are enough. */
const counter = (id: string, doc: Text, which: 'packet' | 'byte'): ValueType => ({
  id,
  doc,
  check: (text) =>
    /^\s*[+-]?\d/.test(text) && (which === 'byte' || /^[^,]*(,\s*[+-]?\d.*)?$/.test(text))
      ? undefined
      : {
          start: 0,
          end: text.length,
          message: {
            en: `\`${text}\` is not a counter: it must be a number.`,
            ja: `\`${text}\` はカウンターではありません。数字で書きます。`,
          },
          refusal: `--set-counters ${which} counter not numeric`,
        },
});

const matchName = word('match-name', { en: 'The name of a match extension', ja: 'マッチ拡張の名前' });
const targetName = word('target-name', {
  en: 'A target, or a user chain of the same table',
  ja: 'ターゲット、または同じテーブルのユーザー定義チェイン',
});
const tableName = word('table-name', { en: 'The name of a table', ja: 'テーブルの名前' });
const path = word('path', { en: 'A path of the local machine', ja: 'ローカルマシン上のパス' });
const seconds = word('seconds', { en: 'A number of seconds', ja: '秒数' });
const microseconds = word('microseconds', { en: 'A number of microseconds', ja: 'マイクロ秒数' });
const packetCounter = counter('packet-counter', { en: 'A number of packets', ja: 'パケット数' }, 'packet');
const byteCounter = counter('byte-counter', { en: 'A number of bytes', ja: 'バイト数' }, 'byte');

/**
 * The general parameters: those that need no extension, in the order of `iptables --help`.
 * From `original_opts` in iptables/iptables.c and iptables/ip6tables.c and `do_parse` in iptables/xshared.c.
 * Which of them a command takes is `generalOptionCommands`; which are refused in a file, `refusedInRestore`.
 */
export const generalOptions: readonly OptionSpec[] = [
  {
    name: 'ipv4',
    short: '4',
    canonical: '-4',
    values: [],
    repeatable: true,
    doc: {
      en: 'The line is for iptables-restore only: ip6tables-restore skips it from here on, whatever it says.',
      ja: 'この行は iptables-restore だけが読みます。ip6tables-restore は、内容にかかわらずここから先を読み飛ばします。',
    },
  },
  {
    name: 'ipv6',
    short: '6',
    canonical: '-6',
    values: [],
    repeatable: true,
    doc: {
      en: 'The line is for ip6tables-restore only: iptables-restore skips it from here on, whatever it says.',
      ja: 'この行は ip6tables-restore だけが読みます。iptables-restore は、内容にかかわらずここから先を読み飛ばします。',
    },
  },
  {
    name: 'protocol',
    short: 'p',
    canonical: '-p',
    values: [{ type: protocol, label: 'protocol', sample: 'tcp' }],
    invertible: true,
    doc: {
      en: 'The protocol: a name of `/etc/protocols` or a number; `all` and `0` mean any. It also brings the options of the match of that name (`-p tcp --dport`), which must stand behind it.',
      ja: 'プロトコルです。`/etc/protocols` の名前か番号で書き、`all` と `0` はすべてを意味します。同じ名前のマッチのオプション(`-p tcp --dport`)も使えるようになり、それらはこの後ろに書きます。',
    },
  },
  {
    name: 'source',
    aliases: ['src'],
    short: 's',
    canonical: '-s',
    values: [{ type: addressList, label: 'address[/mask][,…]', sample: '192.0.2.0/24' }],
    invertible: true,
    families: ['ipv4'],
    doc: {
      en: 'The source address or network. A comma list becomes one rule for each address and cannot be inverted. Host names are looked up once, at load.',
      ja: '送信元のアドレスまたはネットワークです。コンマで並べるとアドレスごとに 1 つのルールになり、反転はできません。ホスト名は読み込み時に一度だけ解決されます。',
    },
  },
  {
    name: 'source',
    aliases: ['src'],
    short: 's',
    canonical: '-s',
    values: [{ type: addressList, label: 'address[/prefix][,…]', sample: '2001:db8::/64' }],
    invertible: true,
    families: ['ipv6'],
    doc: {
      en: 'The source address or network. A comma list becomes one rule for each address and cannot be inverted. Host names are looked up once, at load.',
      ja: '送信元のアドレスまたはネットワークです。コンマで並べるとアドレスごとに 1 つのルールになり、反転はできません。ホスト名は読み込み時に一度だけ解決されます。',
    },
  },
  {
    name: 'destination',
    aliases: ['dst'],
    short: 'd',
    canonical: '-d',
    values: [{ type: addressList, label: 'address[/mask][,…]', sample: '192.0.2.10' }],
    invertible: true,
    families: ['ipv4'],
    doc: {
      en: 'The destination address or network; after destination NAT where that comes first. Written as for `-s`.',
      ja: '宛先のアドレスまたはネットワークです。宛先 NAT のあとのチェインでは変換後のアドレスを書きます。書き方は `-s` と同じです。',
    },
  },
  {
    name: 'destination',
    aliases: ['dst'],
    short: 'd',
    canonical: '-d',
    values: [{ type: addressList, label: 'address[/prefix][,…]', sample: '2001:db8::10' }],
    invertible: true,
    families: ['ipv6'],
    doc: {
      en: 'The destination address or network; after destination NAT where that comes first. Written as for `-s`.',
      ja: '宛先のアドレスまたはネットワークです。宛先 NAT のあとのチェインでは変換後のアドレスを書きます。書き方は `-s` と同じです。',
    },
  },
  {
    name: 'in-interface',
    short: 'i',
    canonical: '-i',
    values: [{ type: interfaceName, label: 'name[+]', sample: 'eth0' }],
    invertible: true,
    chains: ['PREROUTING', 'INPUT', 'FORWARD'],
    doc: {
      en: 'The interface the packet came in by; `eth+` means every name that begins with `eth`. iptables compares built-in chain names only: in a user chain that `OUTPUT` or `POSTROUTING` calls it loads and never matches.',
      ja: 'パケットが入ってきたインターフェースです。`eth+` は `eth` で始まるすべての名前を指します。iptables が調べるのは組み込みチェインの名前だけなので、`OUTPUT` や `POSTROUTING` から呼ばれるユーザー定義チェインでは、読み込めても一致しません。',
    },
  },
  {
    name: 'jump',
    short: 'j',
    canonical: '-j',
    values: [{ type: targetName, label: 'target', sample: 'ACCEPT' }],
    doc: {
      en: 'What to do with a packet that matches: a target, or a user chain to walk through and come back from. A rule without it only counts. The options of a target stand behind it.',
      ja: '一致したパケットをどうするかです。ターゲット、または通り抜けて戻ってくるユーザー定義チェインを書きます。省略したルールは数えるだけです。ターゲットのオプションはこの後ろに書きます。',
    },
  },
  {
    name: 'goto',
    short: 'g',
    canonical: '-g',
    values: [{ type: chainName, label: 'chain', sample: 'LOGDROP' }],
    doc: {
      en: 'Goes on in a user chain without coming back: its end, or `RETURN`, leads to where the present chain was called from. It takes chains only, no targets.',
      ja: '戻ってこない形でユーザー定義チェインに移ります。その末尾や `RETURN` では、いまのチェインの呼び出し元に戻ります。書けるのはチェインだけで、ターゲットは書けません。',
    },
  },
  {
    name: 'match',
    short: 'm',
    canonical: '-m',
    values: [{ type: matchName, label: 'match', sample: 'conntrack' }],
    repeatable: true,
    doc: {
      en: 'Brings a match extension; its options stand behind it. `!` goes before an option of the match, never before `-m`. Matches are tried in the order written.',
      ja: 'マッチ拡張を使います。そのオプションはこの後ろに書きます。`!` は `-m` の前ではなく、マッチのオプションの前に書きます。マッチは書かれた順に調べられます。',
    },
  },
  {
    name: 'out-interface',
    short: 'o',
    canonical: '-o',
    values: [{ type: interfaceName, label: 'name[+]', sample: 'eth0' }],
    invertible: true,
    chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
    doc: {
      en: 'The interface the packet will leave by; `eth+` means every name that begins with `eth`. iptables compares built-in chain names only: in a user chain that `PREROUTING` or `INPUT` calls it loads and never matches.',
      ja: 'パケットが出ていくインターフェースです。`eth+` は `eth` で始まるすべての名前を指します。iptables が調べるのは組み込みチェインの名前だけなので、`PREROUTING` や `INPUT` から呼ばれるユーザー定義チェインでは、読み込めても一致しません。',
    },
  },
  {
    name: 'fragments',
    short: 'f',
    canonical: '-f',
    values: [],
    invertible: true,
    families: ['ipv4'],
    doc: {
      en: 'Matches second and later fragments, which have no ports; `! -f` matches first fragments and whole packets. With connection tracking in use, fragments are put together before this and nothing matches. IPv6 has `-m frag` instead.',
      ja: '2 つ目以降のフラグメントに一致します。これらにはポートがありません。`! -f` は先頭のフラグメントと分割されていないパケットに一致します。コネクション追跡を使っていると先に組み立てられるため、何も一致しません。IPv6 では代わりに `-m frag` を使います。',
    },
  },
  {
    name: 'set-counters',
    short: 'c',
    canonical: '-c',
    values: [
      { type: packetCounter, label: 'packets', sample: '0' },
      { type: byteCounter, label: 'bytes', sample: '0' },
    ],
    doc: {
      en: 'Starts the counters of the rule at these values; `-c 5,600` in one word is the same. In a file, `[5:600]` before the command is the usual spelling.',
      ja: 'ルールのカウンターの初期値です。`-c 5,600` と 1 語で書いても同じです。ファイルでは、コマンドの前に `[5:600]` と書くのが普通です。',
    },
  },
  {
    name: 'verbose',
    short: 'v',
    canonical: '-v',
    values: [],
    repeatable: true,
    doc: {
      en: 'Prints what is done while loading. It changes nothing in the ruleset.',
      ja: '読み込みの経過を表示します。ルールセットは変わりません。',
    },
  },
  {
    name: 'numeric',
    short: 'n',
    canonical: '-n',
    values: [],
    doc: {
      en: 'With `-L`: prints addresses and ports as numbers. No other command takes it.',
      ja: '`-L` と一緒に使い、アドレスとポートを数字で表示します。ほかのコマンドでは使えません。',
    },
  },
  {
    name: 'exact',
    short: 'x',
    canonical: '-x',
    values: [],
    doc: {
      en: 'With `-L`: prints counters in full. No other command takes it.',
      ja: '`-L` と一緒に使い、カウンターを省略せずに表示します。ほかのコマンドでは使えません。',
    },
  },
  {
    name: 'line-numbers',
    values: [],
    doc: {
      en: 'With `-L`: numbers the rules. No other command takes it.',
      ja: '`-L` と一緒に使い、ルールに番号を付けて表示します。ほかのコマンドでは使えません。',
    },
  },
  {
    name: 'modprobe',
    short: 'M',
    values: [{ type: path, label: 'command', sample: '/sbin/modprobe' }],
    repeatable: true,
    doc: {
      en: 'The command that loads kernel modules for the rules that follow.',
      ja: '以後のルールでカーネルモジュールを読み込むのに使うコマンドです。',
    },
  },
  {
    name: 'table',
    short: 't',
    canonical: '-t',
    values: [{ type: tableName, label: 'table', sample: 'filter' }],
    doc: {
      en: 'The table, on the command line. A restore file refuses it: the line `*table` says the table.',
      ja: 'コマンドラインで使うテーブルの指定です。復元ファイルでは拒否されます。テーブルは `*table` の行で決まります。',
    },
  },
  {
    name: 'wait',
    short: 'w',
    values: [{ type: seconds, label: '[seconds]', sample: '5' }],
    valueOptional: true,
    doc: {
      en: 'Waits for the xtables lock, on the command line. A restore file refuses it: `iptables-restore -w` takes it.',
      ja: 'コマンドラインで、xtables のロックを待ちます。復元ファイルでは拒否されます。`iptables-restore -w` として指定します。',
    },
  },
  {
    name: 'wait-interval',
    short: 'W',
    values: [{ type: microseconds, label: '[microseconds]', sample: '100000' }],
    valueOptional: true,
    doc: {
      en: 'How often to try the xtables lock, on the command line. A restore file refuses it.',
      ja: 'コマンドラインで、xtables のロックを試す間隔です。復元ファイルでは拒否されます。',
    },
    deprecated: {
      en: 'Present releases ignore it on the command line too, with `Ignoring deprecated --wait-interval option.`',
      ja: '現在のリリースではコマンドラインでも無視され、`Ignoring deprecated --wait-interval option.` と表示されます。',
    },
  },
  {
    name: 'version',
    short: 'V',
    values: [],
    doc: {
      en: 'Prints the version and ends the program at once, so a restore file with it loads nothing from this table on.',
      ja: 'バージョンを表示してすぐに終了します。復元ファイルに書くと、このテーブル以降は何も読み込まれません。',
    },
  },
  {
    name: 'help',
    short: 'h',
    values: [
      { type: word('help-topic', { en: 'Nothing that iptables uses', ja: 'iptables では使われない値' }), label: '[topic]', sample: 'icmp' },
    ],
    valueOptional: true,
    doc: {
      en: 'Prints a help text and ends the program at once, so a restore file with it loads nothing from this table on.',
      ja: 'ヘルプを表示してすぐに終了します。復元ファイルに書くと、このテーブル以降は何も読み込まれません。',
    },
  },
];

const ruleCommands = ['A', 'C', 'D', 'I', 'R'];

/**
 * The commands (short spellings) that take a general parameter, by its name; a name that is missing goes with every command.
 * From `options_v_commands` in iptables/xshared.c. The refusal reads ``Illegal option `--name' with this command``;
 * `-D` with a number counts as another command, which takes none of these.
 */
export const generalOptionCommands: Readonly<Record<string, readonly string[]>> = {
  protocol: ruleCommands,
  source: ruleCommands,
  destination: ruleCommands,
  'in-interface': ruleCommands,
  'out-interface': ruleCommands,
  jump: ruleCommands,
  goto: ruleCommands,
  fragments: ruleCommands,
  'set-counters': ['A', 'I', 'R', 'P'],
  numeric: ['L'],
  exact: ['L'],
  'line-numbers': ['L'],
};

/** What iptables says of a general parameter that a restore file may not hold, by its name. `undefined` words: it ends the program silently. */
export const refusedInRestore: Readonly<Record<string, string | undefined>> = {
  table: 'The -t option cannot be used in iptables-restore.',
  wait: "You cannot use `-w' from iptables-restore",
  'wait-interval': "You cannot use `-W' from iptables-restore",
  version: undefined,
  help: undefined,
};

/** What may stand where a chain's policy does. Anything else is refused with `Bad policy name`; upper case counts. */
export const policies: readonly PolicySpec[] = [
  {
    name: 'ACCEPT',
    doc: {
      en: 'Packets that reach the end of the chain pass. Only built-in chains have a policy.',
      ja: 'チェインの末尾まで来たパケットを通します。ポリシーがあるのは組み込みチェインだけです。',
    },
  },
  {
    name: 'DROP',
    doc: {
      en: 'Packets that reach the end of the chain are discarded without an answer. Only built-in chains have a policy; replies to untracked packets must be accepted too, since no state rule does it.',
      ja: 'チェインの末尾まで来たパケットを、応答せずに捨てます。ポリシーがあるのは組み込みチェインだけです。追跡されないパケットは状態のルールでは許可されないため、別に許可する必要があります。',
    },
  },
  {
    name: '-',
    doc: {
      en: 'No policy: the chain is a user chain, whose end leads back to the rule behind the jump. On a built-in chain it leaves the policy as it is.',
      ja: 'ポリシーなし。ユーザー定義チェインを表し、末尾まで来るとジャンプ元の次のルールに戻ります。組み込みチェインに書くと、ポリシーはそのまま変わりません。',
    },
  },
];
