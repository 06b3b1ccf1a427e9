import { tcpOptionList } from '../../values/tcp-option-list';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

export const TCPOPTSTRIPTarget: TargetSpec = {
  kind: 'target',
  name: 'TCPOPTSTRIP',
  verdict: 'continue',
  changes: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Takes options out of the TCP header.',
    ja: 'TCP ヘッダーからオプションを取り除きます。',
  },
  doc: {
    en: 'The options are overwritten with fillers, so the header keeps its length. It works on any TCP packet; options of the handshake stand in SYN packets.',
    ja: 'オプションは埋め草(NOP)で上書きされるため、ヘッダーの長さは変わりません。どの TCP パケットにも使えますが、ハンドシェイクのオプションは SYN パケットにあります。',
  },
  tables: ['mangle'],
  protocols: ['tcp'],
  protocolRefusal: 'Invalid argument',
  options: [
    {
      name: 'strip-options',
      values: [{ type: tcpOptionList, label: 'option[,option…]', sample: 'timestamp' }],
      doc: {
        en: 'The options by name or number, separated by commas. `iptables-save` prints numbers.',
        ja: 'オプションを名前か番号で、コンマで区切って並べます。`iptables-save` は番号で出力します。',
      },
    },
  ],
  check: nothingToStrip,
  examples: [
    {
      table: 'mangle',
      rules: ['-A PREROUTING -p tcp -m tcp --syn -j TCPOPTSTRIP --strip-options timestamp,sack-permitted'],
      title: { en: 'Keep connections from using timestamps', ja: 'コネクションでタイムスタンプを使わせない' },
    },
  ],
  source: { man: 'TCPOPTSTRIP', file: 'extensions/libxt_TCPOPTSTRIP.c', kernel: 'net/netfilter/xt_TCPOPTSTRIP.c' },
};

function nothingToStrip(use: ExtensionUse): readonly UseFault[] {
  if (use.options.length > 0) return [];
  return [
    {
      message: {
        en: 'Without `--strip-options` nothing is taken out.',
        ja: '`--strip-options` がないと何も取り除かれません。',
      },
      severity: 'warning',
    },
  ];
}
