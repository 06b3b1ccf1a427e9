import type { TargetSpec } from '../schema';

export const NOTRACKTarget: TargetSpec = {
  kind: 'target',
  name: 'NOTRACK',
  verdict: 'continue',
  changes: ['tracking'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Takes the packet out of connection tracking: its state becomes UNTRACKED.',
    ja: 'パケットをコネクション追跡の対象から外します。状態は UNTRACKED になります。',
  },
  doc: {
    en: [
      'The kernel takes it in the **raw** table only, the one that runs before connection tracking: `PREROUTING` for packets that arrive, `OUTPUT` for packets this host sends. It is the older spelling of `CT --notrack`.',
      'It accepts nothing. The packet goes on to `INPUT` or `OUTPUT` of filter as usual, and there it is **UNTRACKED**: rules that ask for NEW, ESTABLISHED, RELATED or INVALID no longer match it. So `INPUT` needs a rule that accepts it by interface, address and port, or by `--ctstate UNTRACKED`, above the rule or policy that drops.',
      "Exempt **both directions**, or the other half is still tracked and looks NEW or INVALID. Peers that send at each other's port (heartbeat, UDP 694) need the same `--dport` in both chains; a server's replies (DNS, NTP) leave with `--sport` in `OUTPUT`.",
      'What rests on tracking ends as well: the nat table is not consulted, helpers such as FTP do not run, `connmark` matches nothing, and ICMP errors about these packets are INVALID instead of RELATED.',
      'Local-to-local traffic over `lo` is tracked in `OUTPUT` already: a rule in `PREROUTING` alone comes too late for it.',
    ].join('\n\n'),
    ja: [
      'カーネルが受け付けるのは、コネクション追跡より前に評価される **raw** テーブルだけです。届くパケットは `PREROUTING`、このホストが送るパケットは `OUTPUT` に書きます。`CT --notrack` の古い書き方です。',
      'これだけでは何も許可されません。パケットは通常どおり filter の `INPUT` や `OUTPUT` に進み、そこでの状態は **UNTRACKED** です。NEW、ESTABLISHED、RELATED、INVALID を条件とするルールには一致しなくなります。そのため `INPUT` には、破棄するルールやポリシーより前に、インターフェース、アドレス、ポート、または `--ctstate UNTRACKED` を条件として許可するルールが必要です。',
      '**両方向**を対象から外してください。片方だけでは、もう片方が追跡されたまま NEW や INVALID に見えます。互いに相手のポートに送り合うもの(heartbeat、UDP 694)は両方のチェインに同じ `--dport` を、サーバーの返信(DNS、NTP)は `OUTPUT` に `--sport` を書きます。',
      '追跡に依存する機能も働かなくなります。nat テーブルは参照されず、FTP などのヘルパーは動かず、`connmark` は一致せず、これらのパケットに対する ICMP エラーは RELATED ではなく INVALID になります。',
      '`lo` を通るローカル同士の通信は `OUTPUT` の時点で追跡されます。`PREROUTING` だけに書いても間に合いません。',
    ].join('\n\n'),
  },
  tables: ['raw'],
  chains: ['PREROUTING', 'OUTPUT'],
  options: [],
  examples: [
    {
      table: 'raw',
      rules: ['-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK', '-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK'],
      title: {
        en: 'Heartbeat: peers that send at each other; INPUT of filter must still accept UDP 694',
        ja: 'heartbeat: 互いに送り合う通信。filter の INPUT でも UDP 694 の許可が必要',
      },
    },
    {
      table: 'raw',
      rules: ['-A PREROUTING -p udp -m udp --dport 53 -j NOTRACK', '-A OUTPUT -p udp -m udp --sport 53 -j NOTRACK'],
      title: { en: 'A DNS server: questions in, replies out', ja: 'DNS サーバー: 届く問い合わせと、出ていく返信' },
    },
  ],
  source: {
    man: 'NOTRACK',
    file: 'extensions/libxt_CT.c',
    kernel: 'net/netfilter/xt_CT.c',
  },
};
