import type { Text } from '../../l10n/text';
import { connectionProtocol, ctdir, ctstateList, ctstatusList, hostMask, resolvedPortRange } from '../../values';
import { integerRange } from '../../values/integer-range';
import type { ExtensionUse, MatchSpec, OptionSpec, UseFault } from '../schema';

/** What each connection state means, as a list in Markdown. Measured; see also `nf_ct_get` and `conntrack_mt` in the kernel's xt_conntrack.c. */
export const connectionStates: Text = {
  en: [
    '- `NEW`: the first packet of a connection, or a later one while no reply has been seen. It says nothing of SYN.',
    '- `ESTABLISHED`: packets of the connection have been seen in both directions; this may be one of them.',
    '- `RELATED`: it opens a connection that another one announced (an FTP data channel, with a helper), or is an ICMP error about a tracked connection.',
    '- `INVALID`: conntrack cannot make sense of it: TCP outside the window, an ICMP error about nothing known, a bad checksum.',
    '- `UNTRACKED`: it was exempted by `NOTRACK` or `CT --notrack` in the raw table (or the kernel never tracks it: IPv6 neighbour discovery). It is none of the other four.',
  ].join('\n'),
  ja: [
    '- `NEW`: コネクションの最初のパケット、または返信がまだ来ていない間のパケットです。SYN かどうかは問いません。',
    '- `ESTABLISHED`: 両方向のパケットがすでに確認されたコネクションのパケットです。',
    '- `RELATED`: 別のコネクションから予告された新しいコネクション(ヘルパーを使う FTP のデータ接続など)、または追跡中のコネクションについての ICMP エラーです。',
    '- `INVALID`: conntrack が解釈できないパケットです。ウィンドウ外の TCP、該当する通信のない ICMP エラー、チェックサムの誤りなどがあります。',
    '- `UNTRACKED`: raw テーブルの `NOTRACK` や `CT --notrack` で追跡対象から外されたパケットです(IPv6 の近隣探索のように、カーネルがもともと追跡しないものもあります)。ほかの 4 つの状態には当てはまりません。',
  ].join('\n'),
};

const seconds = integerRange({
  id: 'conntrack-expiry',
  max: 4294967295,
  doc: {
    en: 'Seconds, or a range of them, `from:to`; either end may be left out.',
    ja: '秒数、または `開始:終了` の範囲です。どちらの端も省略できます。',
  },
});

/** The connection tracking entry of a packet. Facts: `conntrack_mt_parse` in libxt_conntrack.c, `conntrack_mt` in the kernel's xt_conntrack.c. */
export const conntrackMatch: MatchSpec = {
  kind: 'match',
  name: 'conntrack',
  needsConnection: true,
  reads: ['connection', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by what connection tracking knows of their connection: state, addresses before NAT, direction.',
    ja: 'コネクション追跡が持つ情報(状態、NAT 前のアドレス、向きなど)でパケットを判定します。',
  },
  doc: {
    en: [
      'States for `--ctstate`:',
      connectionStates.en,
      '- `SNAT`, `DNAT`: the source or the destination of the connection has been rewritten. They stand beside the other states.',
      'A firewall that tracks states accepts `RELATED,ESTABLISHED` first, drops `INVALID`, and then lists which `NEW` connections may come.',
      'After `NOTRACK` (or `CT --notrack`) in the raw table only `UNTRACKED` matches: `NEW,ESTABLISHED,RELATED` does not let such packets in, and `INPUT` and `OUTPUT` must accept them by `UNTRACKED`, or without a state. `! --ctstate ESTABLISHED` does match them; the other options need a tracked connection and never do.',
      'In the raw table, before tracking, nothing is known yet and every packet looks INVALID.',
    ].join('\n\n'),
    ja: [
      '`--ctstate` で使う状態:',
      connectionStates.ja,
      '- `SNAT`、`DNAT`: コネクションの送信元または宛先が書き換えられています。ほかの状態と同時に成り立ちます。',
      '状態を使うファイアウォールでは、まず `RELATED,ESTABLISHED` を許可し、`INVALID` を破棄してから、許可する `NEW` の接続を並べます。',
      'raw テーブルの `NOTRACK`(または `CT --notrack`)のあとは、`UNTRACKED` だけが一致します。`NEW,ESTABLISHED,RELATED` では許可されないため、`INPUT` と `OUTPUT` では `UNTRACKED` を指定するか、状態を指定せずに許可しなければなりません。`! --ctstate ESTABLISHED` は一致します。ほかのオプションは追跡中のコネクションを必要とするため、一致しません。',
      'raw テーブルは追跡より前にあり、まだ何もわからないため、どのパケットも INVALID に見えます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'ctstate',
      invertible: true,
      values: [{ type: ctstateList, label: 'state[,state]…', sample: 'RELATED,ESTABLISHED' }],
      doc: {
        en: 'The states that match, separated by commas without spaces: `INVALID`, `NEW`, `ESTABLISHED`, `RELATED`, `UNTRACKED`, `SNAT`, `DNAT`. Case does not matter, and a beginning is enough (`EST`).',
        ja: '一致させる状態を、空白を入れずにカンマで区切って並べます。`INVALID`、`NEW`、`ESTABLISHED`、`RELATED`、`UNTRACKED`、`SNAT`、`DNAT` があります。大文字と小文字は区別されず、先頭の一部(`EST` など)でもかまいません。',
      },
    },
    {
      name: 'ctproto',
      invertible: true,
      values: [{ type: connectionProtocol, label: 'protocol', sample: 'tcp' }],
      doc: {
        en: "The connection's protocol, by name or number. `0` and `all` are refused: no connection has that protocol.",
        ja: 'コネクションのプロトコルを、名前か番号で指定します。`0` と `all` は、該当するコネクションがないため拒否されます。',
      },
    },
    address('ctorigsrc', '192.0.2.0/24', {
      en: 'The source address of the packet that opened the connection, before any NAT.',
      ja: 'コネクションを開始したパケットの送信元アドレス(NAT 前)です。',
    }),
    address('ctorigdst', '198.51.100.10', {
      en: 'The destination address of the packet that opened the connection, before any NAT: the address the client asked for, even after DNAT.',
      ja: 'コネクションを開始したパケットの宛先アドレス(NAT 前)です。DNAT 後でも、クライアントが指定した元の宛先を判定できます。',
    }),
    address('ctreplsrc', '10.0.0.10', {
      en: 'The source address that replies carry: the server itself, after DNAT.',
      ja: '返信の送信元アドレスです。DNAT 後の、実際のサーバーのアドレスになります。',
    }),
    address('ctrepldst', '198.51.100.1', {
      en: 'The destination address that replies carry: after SNAT or MASQUERADE, the address the connection was given.',
      ja: '返信の宛先アドレスです。SNAT や MASQUERADE のあとは、変換後のアドレスになります。',
    }),
    port('ctorigsrcport', '1024:65535', {
      en: 'The source port (or GRE key) of the packet that opened the connection, or a range.',
      ja: 'コネクションを開始したパケットの送信元ポート(または GRE キー)です。範囲も指定できます。',
    }),
    port('ctorigdstport', '80', {
      en: 'The destination port (or GRE key) of the packet that opened the connection, before DNAT, or a range.',
      ja: 'コネクションを開始したパケットの宛先ポート(または GRE キー、DNAT 前)です。範囲も指定できます。',
    }),
    port('ctreplsrcport', '8080', {
      en: 'The source port (or GRE key) that replies carry, or a range: the port of the server after DNAT.',
      ja: '返信の送信元ポート(または GRE キー)です。DNAT 後の、実際のサーバーのポートになります。範囲も指定できます。',
    }),
    port('ctrepldstport', '1024:65535', {
      en: 'The destination port (or GRE key) that replies carry, or a range.',
      ja: '返信の宛先ポート(または GRE キー)です。範囲も指定できます。',
    }),
    {
      name: 'ctstatus',
      invertible: true,
      values: [{ type: ctstatusList, label: 'status[,status]…', sample: 'ASSURED' }],
      doc: {
        en: 'What conntrack has noted of the connection: `EXPECTED` (a helper announced it), `SEEN_REPLY` (packets in both directions), `ASSURED` (it is not thrown out when the table is full), `CONFIRMED` (its first packet has left the host or been delivered), `NONE` (none of these).',
        ja: 'コネクションについて conntrack が記録している事柄です。`EXPECTED`(ヘルパーが予告した)、`SEEN_REPLY`(両方向のパケットを確認した)、`ASSURED`(テーブルが満杯になっても追い出されない)、`CONFIRMED`(最初のパケットの送出または配送が済んだ)、`NONE`(いずれでもない)があります。',
      },
    },
    {
      name: 'ctexpire',
      invertible: true,
      values: [{ type: seconds, label: 'seconds[:seconds]', sample: '60:3600' }],
      doc: {
        en: 'How many seconds the entry still has to live, or a range, both ends included. An end may be left out.',
        ja: 'エントリーの残り寿命(秒)、またはその範囲です。両端を含み、片方の端は省略できます。',
      },
    },
    {
      name: 'ctdir',
      values: [{ type: ctdir, label: 'ORIGINAL|REPLY', sample: 'REPLY' }],
      doc: {
        en: 'The direction of the packet: `ORIGINAL`, as the packet that opened the connection, or `REPLY`, the other way. It refuses `!`: write the other word.',
        ja: 'パケットの向きです。`ORIGINAL` はコネクションを開始した側からの向き、`REPLY` はその逆です。`!` は付けられないため、もう一方の語を書いてください。',
      },
    },
  ],
  groups: [
    {
      options: [
        'ctstate',
        'ctproto',
        'ctorigsrc',
        'ctorigdst',
        'ctreplsrc',
        'ctrepldst',
        'ctorigsrcport',
        'ctorigdstport',
        'ctreplsrcport',
        'ctrepldstport',
        'ctstatus',
        'ctexpire',
        'ctdir',
      ],
      count: 'at-least-one',
      refusal: 'conntrack: At least one option is required',
    },
  ],
  check: protocolZero,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
        '-A INPUT -m conntrack --ctstate INVALID -j DROP',
        '-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT',
        '-A INPUT -i eth0 -p udp --dport 694 -m conntrack --ctstate UNTRACKED -j ACCEPT',
      ],
      title: {
        en: 'A stateful base, and heartbeat that is exempt from tracking',
        ja: 'ステートフルな基本形と、追跡対象から外した heartbeat の許可です',
      },
    },
    {
      table: 'filter',
      rules: [
        '-A FORWARD -m conntrack --ctstate DNAT --ctproto tcp --ctorigdst 198.51.100.10 --ctorigdstport 80 --ctreplsrc 10.0.0.10 --ctreplsrcport 8080 -j ACCEPT',
        '-A FORWARD -m conntrack --ctdir REPLY --ctorigsrc 192.0.2.0/24 --ctorigsrcport 1024:65535 --ctrepldst 198.51.100.1 --ctrepldstport 1024: -j ACCEPT',
      ],
      family: 'ipv4',
      title: {
        en: 'Forwards only what was redirected to the web server, and replies to a network behind NAT',
        ja: 'Web サーバーへ DNAT した通信と、NAT 配下のネットワークへの返信だけを転送します',
      },
    },
    {
      table: 'filter',
      rules: [
        '-A FORWARD -m conntrack --ctorigsrc 2001:db8:1::/48 --ctdir ORIGINAL -j ACCEPT',
        '-A FORWARD -m conntrack ! --ctstate INVALID ! --ctproto tcp --ctorigdst 2001:db8:2::10 --ctorigdstport 53 --ctreplsrc 2001:db8:2::10 --ctreplsrcport 53 --ctrepldst 2001:db8:1::/48 --ctorigsrcport 1024: --ctrepldstport 1024: -j ACCEPT',
      ],
      family: 'ipv6',
      title: {
        en: 'Connections that a network opened itself, and its DNS',
        ja: '特定のネットワークの側から開始されたコネクションと、その DNS を許可します',
      },
    },
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -m conntrack --ctstatus ASSURED --ctexpire 3600: -j MARK --set-mark 1',
        '-A PREROUTING -m conntrack ! --ctstatus SEEN_REPLY -j MARK --set-mark 2',
      ],
      title: { en: 'Marks long-lived and unanswered connections', ja: '長く続くコネクションと、返信のないコネクションに印を付けます' },
    },
  ],
  source: {
    man: 'conntrack',
    file: 'extensions/libxt_conntrack.c',
    kernel: 'net/netfilter/xt_conntrack.c',
    differs: 'A reversed `--ctexpire` or port range, and `--ctproto 0`, load in 1.8.9; 1.8.11 refuses them.',
  },
};

function address(name: string, sample: string, doc: Text): OptionSpec {
  return { name, invertible: true, values: [{ type: hostMask, label: 'address[/mask]', sample }], doc };
}

function port(name: string, sample: string, doc: Text): OptionSpec {
  return { name, invertible: true, values: [{ type: resolvedPortRange, label: 'port[:port]', sample }], doc };
}

/** Words that `xtables_parse_protocol` reads as protocol 0, which /etc/protocols calls ip. */
const protocolNought = /^(?:0x0+|0+|all|ip|IP)$/;

function protocolZero(use: ExtensionUse): readonly UseFault[] {
  const given = use.options.find((option) => option.name === 'ctproto');
  const word = given?.values[0];
  if (given === undefined || word === undefined || !protocolNought.test(word)) return [];
  return [
    {
      option: 'ctproto',
      value: 0,
      message: {
        en: `No connection has the protocol "${word}", so --ctproto refuses it. Name a protocol, or leave the option out.`,
        ja: `プロトコル "${word}" のコネクションはないため、--ctproto はこれを受け付けません。プロトコルを指定するか、オプションを省いてください。`,
      },
      refusal: given.inverted ? 'conntrack: condition would always match protocol' : 'conntrack: rule would never match protocol',
    },
  ];
}
