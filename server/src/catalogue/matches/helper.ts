import { text } from '../../values/text';
import type { MatchSpec } from '../schema';

const helpers = ['amanda', 'ftp', 'h323', 'irc', 'netbios-ns', 'pptp', 'Q.931', 'RAS', 'sane', 'sip', 'snmp', 'tftp'];

/** The kernel copies 30 bytes with the closing NUL, and compares up to the length of the helper's own name. */
const helperName = text({
  id: 'connection-helper',
  maxBytes: 29,
  truncated: 'changed',
  doc: {
    en: 'The name of a conntrack helper, `ftp` or `sip`, with `-port` behind it where it serves another port than its usual one: `ftp-2121`.',
    ja: 'conntrack ヘルパーの名前(`ftp`、`sip` など)です。標準と異なるポートで使う場合は `ftp-2121` のようにポートを付けます。',
  },
  suggest: helpers.map((value) => ({ value })),
});

/** The conntrack helper of the connection. Facts: libxt_helper.c, `helper_mt` in the kernel's xt_helper.c. */
export const helperMatch: MatchSpec = {
  kind: 'match',
  name: 'helper',
  steady: true,
  reads: ['connection', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets of connections that a conntrack helper announced.',
    ja: 'conntrack ヘルパーが予告したコネクションのパケットに一致します。',
  },
  doc: {
    en: [
      'It is the second connection that matches, the data channel of FTP or the voice of SIP, by the helper of the first one. `-m conntrack --ctstate RELATED -m helper --helper ftp` lets in what FTP announced, and nothing that another helper did.',
      'Helpers must be given to connections by `CT --helper` in the raw table; they are not chosen by the port any more. An empty name is any helper. With `!` every packet matches that no helper announced: ordinary connections, ICMP errors and untracked packets, too.',
    ].join('\n\n'),
    ja: [
      '一致するのは、FTP のデータ接続や SIP の音声など、2 本目のコネクションで、元のコネクションのヘルパーで判定します。`-m conntrack --ctstate RELATED -m helper --helper ftp` なら、FTP が予告した接続だけを許可し、ほかのヘルパーによるものは許可しません。',
      'ヘルパーは raw テーブルの `CT --helper` でコネクションに割り当てます。現在はポート番号から自動では選ばれません。空の名前は、任意のヘルパーを表します。`!` を付けると、通常のコネクション、ICMP エラー、追跡されていないパケットなど、ヘルパーが予告していないすべてのパケットに一致します。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'helper',
      invertible: true,
      required: true,
      values: [{ type: helperName, label: 'name', sample: 'ftp' }],
      doc: {
        en: 'The name of the helper: `ftp`, `sip`, `tftp`; `ftp-2121` where it serves another port than its usual one.',
        ja: 'ヘルパーの名前です。`ftp`、`sip`、`tftp` など。標準と異なるポートで使う場合は `ftp-2121` のように書きます。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp --dport 1024: -m conntrack --ctstate RELATED -m helper --helper ftp -j ACCEPT',
        '-A FORWARD -p udp -m conntrack --ctstate RELATED -m helper ! --helper sip -j DROP',
      ],
      title: {
        en: 'FTP data channels, and of the related UDP only what SIP announced',
        ja: 'FTP のデータ接続を許可し、関連する UDP は SIP が予告したものに限ります',
      },
    },
  ],
  source: { man: 'helper', file: 'extensions/libxt_helper.c', kernel: 'net/netfilter/xt_helper.c' },
};
