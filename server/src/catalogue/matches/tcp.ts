import { tcpFlagsComp, tcpFlagsMask, tcpOption, tcpPortRange } from '../../values';
import { parseTcpFlags, printTcpFlags } from '../../values/tcp-flags';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

/** Ports, flags and options of TCP. Facts: `tcp_parse` in libxt_tcp.c, `tcp_mt_check` in the kernel's xt_tcpudp.c. */
export const tcpMatch: MatchSpec = {
  kind: 'match',
  name: 'tcp',
  steady: true,
  readsHeader: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  implicitFor: ['tcp'],
  protocols: ['tcp'],
  protocolRefusal: "TCP match requires '-p tcp'",
  summary: {
    en: 'Matches TCP packets by port, flags and options.',
    ja: 'TCP パケットを、ポート、フラグ、TCP オプションで判定します。',
  },
  doc: {
    en: [
      'It comes with `-p tcp` by itself: `-p tcp --dport 22` needs no `-m tcp`, though `iptables-save` prints one. Written without `-p tcp`, or behind `! -p tcp`, it is refused.',
      'It looks at one packet only and knows nothing of connections: a rule for `--dport 22` also matches packets in the middle of a connection. For "new connections only" add `-m conntrack --ctstate NEW`; `--syn` alone is a matter of flags, which the sender chooses.',
      'Accepting replies by `--sport` alone lets anybody in who sends from that port.',
      'Later fragments of an IPv4 packet have no TCP header and never match. Once connection tracking is on, fragments are put together before the rules see them.',
      'Lists of ports: `-m multiport`.',
    ].join('\n\n'),
    ja: [
      '`-p tcp` を書けば自動で使えます。`-p tcp --dport 22` に `-m tcp` は不要です(`iptables-save` は `-m tcp` を付けて出力します)。`-p tcp` がない場合や `! -p tcp` の場合は拒否されます。',
      '1 つのパケットだけを見る判定で、コネクションは考慮しません。`--dport 22` のルールはコネクション途中のパケットにも一致します。新規接続だけに絞るには `-m conntrack --ctstate NEW` を併用してください。`--syn` は送信者が自由に付けられるフラグを見ているだけです。',
      '返信を `--sport` だけで許可すると、その送信元ポートから送ってくる相手をすべて通してしまいます。',
      'IPv4 の 2 番目以降のフラグメントには TCP ヘッダーがないため、一致しません。コネクション追跡が有効なら、フラグメントはルールより前に組み立てられます。',
      '複数のポートを並べるには `-m multiport` を使います。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'source-port',
      aliases: ['sport'],
      canonical: '--sport',
      invertible: true,
      values: [{ type: tcpPortRange, label: 'port[:port]', sample: '1024:65535' }],
      doc: {
        en: 'The port the packet comes from, or a range: `1024:65535`, `1024:` (up to 65535), `:1023` (from 0). A number, or a service name from `/etc/services`.',
        ja: '送信元ポートです。範囲は `1024:65535`、`1024:`(65535 まで)、`:1023`(0 から)のように書きます。番号のほか、`/etc/services` のサービス名も使えます。',
      },
    },
    {
      name: 'destination-port',
      aliases: ['dport'],
      canonical: '--dport',
      invertible: true,
      values: [{ type: tcpPortRange, label: 'port[:port]', sample: '22' }],
      doc: {
        en: 'The port the packet goes to, or a range: `8000:8080`, `1024:` (up to 65535), `:1023` (from 0). A number, or a service name from `/etc/services`. After DNAT (in FORWARD and INPUT) it is the new port.',
        ja: '宛先ポートです。範囲は `8000:8080`、`1024:`(65535 まで)、`:1023`(0 から)のように書きます。番号のほか、`/etc/services` のサービス名も使えます。DNAT 後(FORWARD、INPUT)は変換後のポートになります。',
      },
    },
    {
      name: 'tcp-flags',
      reads: ['header'],
      invertible: true,
      excludes: ['syn'],
      values: [
        { type: tcpFlagsMask, label: 'mask', sample: 'SYN,RST,ACK,FIN' },
        { type: tcpFlagsComp, label: 'comp', sample: 'SYN' },
      ],
      doc: {
        en: 'Two lists: the flags to look at, and those of them that must be set; the others of the first list must be clear. `SYN,ACK SYN` matches SYN without ACK. `ALL` and `NONE` stand for all six and for none.',
        ja: '値を 2 つ取ります。1 つ目は調べるフラグ、2 つ目はそのうち立っていなければならないフラグです。1 つ目にあって 2 つ目にないフラグは、立っていてはいけません。`SYN,ACK SYN` は、SYN が立ち ACK が立っていないパケットに一致します。`ALL` は 6 つすべて、`NONE` はなしを表します。',
      },
    },
    {
      name: 'syn',
      reads: ['header'],
      invertible: true,
      excludes: ['tcp-flags'],
      values: [],
      doc: {
        en: 'SYN set, and RST, ACK and FIN clear: the packet that asks for a new connection. Short for `--tcp-flags SYN,RST,ACK,FIN SYN`, and printed by `iptables-save` as that (`FIN,SYN,RST,ACK SYN`).',
        ja: 'SYN が立ち、RST、ACK、FIN が立っていないパケット、つまり新しい接続を求めるパケットに一致します。`--tcp-flags SYN,RST,ACK,FIN SYN` の短縮形で、`iptables-save` はその形(`FIN,SYN,RST,ACK SYN`)で出力します。',
      },
    },
    {
      name: 'tcp-option',
      reads: ['header'],
      invertible: true,
      values: [{ type: tcpOption, label: 'number', sample: '2' }],
      doc: {
        en: 'The TCP header carries the option of this number: 2 MSS, 3 window scale, 4 SACK permitted, 8 timestamps.',
        ja: 'TCP ヘッダーに、この番号のオプションが含まれるパケットに一致します。2 は MSS、3 はウィンドウスケール、4 は SACK permitted、8 はタイムスタンプです。',
      },
    },
  ],
  check: unreachableFlags,
  checkIgnoresDigits: true,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT', '-A INPUT -p tcp ! --sport 1024:65535 --dport 80 -j DROP'],
      title: {
        en: 'Lets new SSH connections in, and drops web requests from privileged ports',
        ja: '新しい SSH 接続を許可し、特権ポートから来る Web 要求を破棄します',
      },
    },
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp ! --syn -m conntrack --ctstate NEW -j DROP',
        '-A INPUT -p tcp --tcp-flags ALL NONE -j DROP',
        '-A INPUT -p tcp --syn ! --tcp-option 2 -j DROP',
      ],
      title: {
        en: 'Drops "new" packets that are no SYN, packets without any flag, and SYNs without an MSS',
        ja: 'SYN でない「新規」パケット、フラグのないパケット、MSS のない SYN を破棄します',
      },
    },
    {
      table: 'filter',
      rules: ['-A OUTPUT -p tcp --source-port 443 --destination-port 1024: -j ACCEPT'],
      title: { en: 'The long spellings of the port options', ja: 'ポートのオプションを長い綴りで書いた例です' },
    },
  ],
  source: {
    man: 'tcp',
    file: 'extensions/libxt_tcp.c',
    kernel: 'net/netfilter/xt_tcpudp.c',
    differs: 'A reversed range (`--dport 4:3`) loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};

/** `--tcp-flags MASK COMP` with a flag in COMP that MASK leaves out compares a bit that is always clear: it can never be equal. */
function unreachableFlags(use: ExtensionUse): readonly UseFault[] {
  const flags = use.options.find((option) => option.name === 'tcp-flags');
  const [mask, comp] = flags?.values ?? [];
  if (flags === undefined || mask === undefined || comp === undefined) return [];
  const looked = parseTcpFlags(mask);
  const wanted = parseTcpFlags(comp);
  if (looked === undefined || wanted === undefined || (wanted & ~looked) === 0) return [];
  const missing = printTcpFlags(wanted & ~looked);
  return [
    {
      option: 'tcp-flags',
      value: 1,
      severity: 'warning',
      message: flags.inverted
        ? {
            en: `${missing} is not among the flags that are looked at (${mask}), so this always matches. Add it to the first list.`,
            ja: `${missing} は調べるフラグの一覧(${mask})に含まれていないため、この条件は常に一致します。1 つ目の一覧に加えてください。`,
          }
        : {
            en: `${missing} is not among the flags that are looked at (${mask}), so this never matches. Add it to the first list.`,
            ja: `${missing} は調べるフラグの一覧(${mask})に含まれていないため、この条件は決して一致しません。1 つ目の一覧に加えてください。`,
          },
    },
  ];
}
