import { markExclusive, port, singleAddress } from '../../values';
import { markSettings } from '../mark-settings';
import type { ExtensionUse, OptionSpec, TargetSpec, UseFault } from '../schema';

const address: Pick<OptionSpec, 'name' | 'doc'> = {
  name: 'on-ip',
  doc: {
    en: 'The local address the proxy listens on; without it, the address of the interface the packet came in by.',
    ja: 'プロキシが待ち受けるローカルアドレスです。省略すると、パケットが入ってきたインターフェースのアドレスになります。',
  },
};

export const TPROXYTarget: TargetSpec = {
  kind: 'target',
  name: 'TPROXY',
  verdict: 'accept',
  changes: ['mark'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Gives the packet to a local proxy without changing its addresses.',
    ja: 'アドレスを書き換えずに、パケットをローカルのプロキシに渡します。',
  },
  doc: {
    en: [
      'The proxy sees the original destination. Its socket needs `IP_TRANSPARENT`, and packets with the mark need a route to `lo` (`ip rule add fwmark 1 lookup 100; ip route add local default dev lo table 100`); without that they are forwarded.',
      'Established connections are best caught by `-m socket` before this rule. Where no socket listens, the packet is dropped.',
    ].join('\n\n'),
    ja: [
      'プロキシには元の宛先が見えます。ソケットには `IP_TRANSPARENT` が、mark を付けたパケットには `lo` への経路が必要です(`ip rule add fwmark 1 lookup 100; ip route add local default dev lo table 100`)。経路がないと、そのまま転送されます。',
      '確立済みのコネクションは、このルールより前に `-m socket` で拾うのがよい方法です。待ち受けるソケットがなければ、パケットは破棄されます。',
    ].join('\n\n'),
  },
  tables: ['mangle'],
  chains: ['PREROUTING'],
  protocols: ['tcp', 'udp'],
  protocolRefusal: 'Can be used only with -p tcp or -p udp',
  options: [
    {
      name: 'on-port',
      values: [{ type: port, label: 'port', sample: '3129' }],
      required: true,
      doc: {
        en: "The port the proxy listens on; 0 keeps the packet's own.",
        ja: 'プロキシが待ち受けるポートです。0 ならパケットの宛先ポートのままです。',
      },
    },
    { ...address, values: [{ type: singleAddress, label: 'address', sample: '127.0.0.1' }], families: ['ipv4'] },
    { ...address, values: [{ type: singleAddress, label: 'address', sample: '::1' }], families: ['ipv6'] },
    {
      name: 'tproxy-mark',
      setsMark: markSettings('packet')['set-xmark'],
      values: [{ type: markExclusive, label: 'value[/mask]', sample: '0x1/0x1' }],
      doc: {
        en: 'The mark to set, by which a routing rule brings the packet to the proxy.',
        ja: '付ける mark です。この mark を使ったルーティングルールで、パケットをプロキシに届けます。',
      },
    },
  ],
  check: markIsWanted,
  examples: [
    {
      table: 'mangle',
      rules: ['-A PREROUTING -p tcp -m tcp --dport 80 -j TPROXY --on-port 3129 --on-ip 127.0.0.1 --tproxy-mark 0x1/0x1'],
      family: 'ipv4',
      title: { en: 'A transparent web proxy', ja: '透過型の Web プロキシ' },
    },
    {
      table: 'mangle',
      rules: ['-A PREROUTING -p tcp -m tcp --dport 80 -j TPROXY --on-port 3129 --on-ip ::1 --tproxy-mark 0x1/0x1'],
      family: 'ipv6',
      title: { en: 'A transparent web proxy', ja: '透過型の Web プロキシ' },
    },
  ],
  source: { man: 'TPROXY', file: 'extensions/libxt_TPROXY.c', kernel: 'net/netfilter/xt_TPROXY.c' },
  since: 'Linux 2.6.28; IPv6: Linux 2.6.37',
};

function markIsWanted(use: ExtensionUse): readonly UseFault[] {
  if (use.options.some((option) => option.name === 'tproxy-mark') || !use.options.some((option) => option.name === 'on-port')) return [];
  return [
    {
      message: {
        en: 'Without a mark the packet is usually forwarded past the proxy: add `--tproxy-mark 0x1/0x1` and a routing rule for it, unless another rule sets the mark.',
        ja: 'mark がないと、多くの場合パケットはプロキシに届かず転送されます。ほかのルールで mark を付けていなければ、`--tproxy-mark 0x1/0x1` と、それに対応するルーティングルールを加えてください。',
      },
      severity: 'information',
    },
  ];
}
