import { portRange } from '../../values';
import { dccpTypes } from '../../values/dccp-types';
import { unsignedInteger } from '../../values/integer';
import type { MatchSpec } from '../schema';

const dccpOption = unsignedInteger({
  id: 'dccp-option',
  min: 1,
  max: 255,
  doc: { en: 'The number of a DCCP option, 1 to 255.', ja: 'DCCP オプションの番号(1~255)です。' },
});

/** Ports, types and options of DCCP. Facts: libxt_dccp.c, `dccp_mt_check` in the kernel's xt_dccp.c. */
export const dccpMatch: MatchSpec = {
  kind: 'match',
  name: 'dccp',
  steady: true,
  readsHeader: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  implicitFor: ['dccp'],
  protocols: ['dccp'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: 'Matches DCCP packets by port, type and option.',
    ja: 'DCCP パケットを、ポート、タイプ、オプションで判定します。',
  },
  doc: {
    en: 'DCCP (protocol 33) carries datagrams with congestion control. The match comes with `-p dccp` by itself. Linux 6.16 removed DCCP sockets; packets can still be matched where the kernel has the module.',
    ja: 'DCCP(プロトコル番号 33)は、輻輳制御付きでデータグラムを運ぶプロトコルです。`-p dccp` を書けば自動で使えます。DCCP ソケットは Linux 6.16 で削除されましたが、カーネルにこのモジュールがあれば、パケットの判定は引き続き行えます。',
  },
  options: [
    {
      name: 'source-port',
      aliases: ['sport'],
      canonical: '--sport',
      invertible: true,
      values: [{ type: portRange, label: 'port[:port]', sample: '1024:65535' }],
      doc: { en: 'The port the packet comes from, or a range.', ja: '送信元ポート、またはその範囲です。' },
    },
    {
      name: 'destination-port',
      aliases: ['dport'],
      canonical: '--dport',
      invertible: true,
      values: [{ type: portRange, label: 'port[:port]', sample: '5001' }],
      doc: { en: 'The port the packet goes to, or a range.', ja: '宛先ポート、またはその範囲です。' },
    },
    {
      name: 'dccp-types',
      reads: ['header'],
      invertible: true,
      values: [{ type: dccpTypes, label: 'type[,type]…', sample: 'REQUEST,RESPONSE' }],
      doc: {
        en: 'The packet is of one of these types: `REQUEST`, `RESPONSE`, `DATA`, `ACK`, `DATAACK`, `CLOSEREQ`, `CLOSE`, `RESET`, `SYNC`, `SYNCACK`, `INVALID`.',
        ja: 'パケットが一覧のいずれかのタイプであれば一致します。`REQUEST`、`RESPONSE`、`DATA`、`ACK`、`DATAACK`、`CLOSEREQ`、`CLOSE`、`RESET`、`SYNC`、`SYNCACK`、`INVALID` があります。',
      },
    },
    {
      name: 'dccp-option',
      reads: ['header'],
      invertible: true,
      values: [{ type: dccpOption, label: 'number', sample: '37' }],
      doc: { en: 'The header carries the option of this number.', ja: 'ヘッダーに、この番号のオプションが含まれていれば一致します。' },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p dccp --dport 5001 --dccp-types REQUEST,DATA,ACK,DATAACK -j ACCEPT',
        '-A INPUT -p dccp --sport 1024:65535 ! --dccp-option 37 -j DROP',
        '-A INPUT -p dccp ! --dccp-types REQUEST --source-port 5001 --destination-port 5001 -j ACCEPT',
      ],
      title: { en: 'A DCCP service', ja: 'DCCP のサービスを許可します' },
    },
  ],
  source: {
    man: 'dccp',
    file: 'extensions/libxt_dccp.c',
    kernel: 'net/netfilter/xt_dccp.c',
    differs: 'A reversed port range loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};
