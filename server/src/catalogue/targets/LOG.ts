import { logLevel, logPrefix } from '../../values';
import type { TargetSpec } from '../schema';

export const LOGTarget: TargetSpec = {
  kind: 'target',
  name: 'LOG',
  verdict: 'continue',
  onlyTells: true,
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Writes the packet to the kernel log and goes on with the next rule.',
    ja: 'パケットをカーネルログに記録し、次のルールに進みます。',
  },
  doc: {
    en: [
      'To log and drop, write two rules with the same conditions, `LOG` first; or a chain that does both. Add `-m limit`, or anyone can fill the disk.',
      'The lines appear in `dmesg` and the journal. In containers and network namespaces the kernel stays silent unless `net.netfilter.nf_log_all_netns` is 1.',
    ].join('\n\n'),
    ja: [
      '記録してから破棄するには、同じ条件のルールを 2 つ書き、`LOG` を先にします。両方を行うチェインを作っても構いません。ディスクを埋められないように `-m limit` を付けてください。',
      '記録は `dmesg` や journal に現れます。コンテナーやネットワーク名前空間の中では、`net.netfilter.nf_log_all_netns` が 1 でないと何も記録されません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'log-level',
      values: [{ type: logLevel, label: 'level', sample: 'info' }],
      doc: {
        en: 'The priority, by name or number: `emerg` (0), `alert`, `crit`, `error`, `warning` (4, the default), `notice`, `info`, `debug` (7). `iptables-save` prints the number.',
        ja: '重要度を名前か番号で書きます。`emerg`(0)、`alert`、`crit`、`error`、`warning`(4、既定)、`notice`、`info`、`debug`(7)です。`iptables-save` は番号で出力します。',
      },
    },
    {
      name: 'log-prefix',
      values: [{ type: logPrefix, label: 'prefix', sample: '"dropped: "' }],
      doc: {
        en: 'Text in front of each line, at most 29 characters; what is longer is cut. End it with a space, since none is added.',
        ja: '各行の先頭に付ける文字列です。29 文字を超えた部分は切り捨てられます。空白は自動では入らないため、末尾に空白を入れてください。',
      },
    },
    {
      name: 'log-tcp-sequence',
      values: [],
      doc: {
        en: 'Logs TCP sequence numbers. Whoever can read the log could use them for an attack.',
        ja: 'TCP のシーケンス番号を記録します。ログを読める人に悪用されるおそれがあります。',
      },
    },
    {
      name: 'log-tcp-options',
      values: [],
      doc: { en: 'Logs the options of the TCP header.', ja: 'TCP ヘッダーのオプションを記録します。' },
    },
    {
      name: 'log-ip-options',
      values: [],
      doc: { en: 'Logs the options of the IP header.', ja: 'IP ヘッダーのオプションを記録します。' },
    },
    {
      name: 'log-uid',
      values: [],
      doc: {
        en: 'Logs the user and group of the process that sent the packet; only sockets of this host have one.',
        ja: 'パケットを送信したプロセスのユーザーとグループを記録します。このホストのソケットから送信されたものに限ります。',
      },
    },
    {
      name: 'log-macdecode',
      values: [],
      doc: {
        en: 'Logs the MAC addresses and the protocol of the Ethernet header as separate fields.',
        ja: 'イーサネットヘッダーの MAC アドレスとプロトコルを、別々の項目として記録します。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -m limit --limit 5/min -j LOG --log-prefix "dropped: " --log-level info', '-A INPUT -j DROP'],
      title: { en: 'Log a few of the packets that are dropped', ja: '破棄するパケットの一部を記録する' },
    },
    {
      table: 'filter',
      rules: [
        '-A OUTPUT -p tcp -m tcp --dport 25 -j LOG --log-prefix "mail out: " --log-tcp-sequence --log-tcp-options --log-ip-options --log-uid --log-macdecode',
      ],
      title: { en: 'Everything there is to log, for outgoing mail', ja: '送信メールについて、記録できる項目をすべて記録する' },
    },
  ],
  source: { man: 'LOG', file: 'extensions/libxt_LOG.c', kernel: 'net/netfilter/xt_LOG.c' },
};
