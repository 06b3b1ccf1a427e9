import { addressList, chainName, interfaceName, protocol } from '../values';
import { byteCounter, helpTopic, matchName, microseconds, packetCounter, path, seconds, tableName, targetName } from './general-values';
import type { OptionSpec } from './schema';

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
    attachedMisreadBy: '1.8.9',
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
    attachedMisreadBy: '1.8.9',
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
    attachedMisreadBy: '1.8.9',
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
    attachedMisreadBy: '1.8.9',
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
    attachedMisreadBy: '1.8.9',
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
    attachedMisreadBy: '1.8.9',
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
    attachedMisreadBy: '1.8.9',
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
    attachedMisreadBy: '1.8.9',
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
    values: [{ type: helpTopic, label: '[topic]', sample: 'icmp' }],
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
