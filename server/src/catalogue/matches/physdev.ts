import { physicalInterface } from '../../values';
import type { Hook, MatchSpec } from '../schema';

const allOptions = ['physdev-in', 'physdev-out', 'physdev-is-in', 'physdev-is-out', 'physdev-is-bridged'] as const;

/** The kernel takes them in OUTPUT, too, together with --physdev-is-bridged (not inverted), where they then never match. */
const notOutput: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'POSTROUTING'];

/** Ports of a bridge. Facts: libxt_physdev.c, `physdev_mt_check` in the kernel's xt_physdev.c. */
export const physdevMatch: MatchSpec = {
  kind: 'match',
  name: 'physdev',
  steady: true,
  reads: [],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches bridged packets by the bridge port they come in or go out by.',
    ja: 'ブリッジを通るパケットを、出入りするブリッジポートで判定します。',
  },
  doc: {
    en: [
      'For hosts with a Linux bridge: `-i` and `-o` then show the bridge (`br0`), `physdev` its ports (`eth0`, `vnet0`). iptables sees bridged packets only where `br_netfilter` is loaded and `net.bridge.bridge-nf-call-iptables` (`-ip6tables`) is 1.',
      'A packet that did not come through a bridge port matches none of the options, but all of them with `!`.',
      'The port a packet leaves by is known for bridged packets only, in `FORWARD` and `POSTROUTING`: for packets that are routed out through a bridge the kernel decides it later. `OUTPUT` refuses `--physdev-out` and `--physdev-is-out` (unless `--physdev-is-bridged` stands with them, which never matches there).',
    ].join('\n\n'),
    ja: [
      'Linux ブリッジのあるホストで使います。`-i` や `-o` で見えるのはブリッジ(`br0`)で、そのポート(`eth0`、`vnet0` など)は `physdev` で判定します。ブリッジを通るパケットが iptables に渡されるのは、`br_netfilter` が読み込まれ、`net.bridge.bridge-nf-call-iptables`(または `-ip6tables`)が 1 のときだけです。',
      'ブリッジポートを通っていないパケットは、どのオプションにも一致しませんが、`!` を付けるとすべて一致します。',
      '出ていくポートがわかるのは、ブリッジされるパケットが `FORWARD` と `POSTROUTING` を通るときだけです。ルーティングされてブリッジから出るパケットでは、カーネルがポートを決めるのはもっと後です。`OUTPUT` では `--physdev-out` と `--physdev-is-out` は拒否されます(`--physdev-is-bridged` を併用すれば読み込めますが、そこでは決して一致しません)。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'physdev-in',
      invertible: true,
      values: [{ type: physicalInterface, label: 'name', sample: 'eth0' }],
      doc: {
        en: 'The bridge port that the packet came in by; `vnet+` is every port whose name begins so. For `PREROUTING`, `INPUT` and `FORWARD`.',
        ja: 'パケットが入ってきたブリッジポートです。`vnet+` は、その名前で始まるすべてのポートを表します。`PREROUTING`、`INPUT`、`FORWARD` で使います。',
      },
    },
    {
      name: 'physdev-out',
      invertible: true,
      chains: notOutput,
      chainsUnless: 'physdev-is-bridged',
      values: [{ type: physicalInterface, label: 'name', sample: 'eth1' }],
      doc: {
        en: 'The bridge port that the packet leaves by; `vnet+` is every port whose name begins so. For bridged packets in `FORWARD` and `POSTROUTING`; best together with `--physdev-is-bridged`.',
        ja: 'パケットが出ていくブリッジポートです。`vnet+` は、その名前で始まるすべてのポートを表します。`FORWARD` と `POSTROUTING` を通る、ブリッジされるパケットに使います。`--physdev-is-bridged` との併用を勧めます。',
      },
    },
    {
      name: 'physdev-is-in',
      invertible: true,
      values: [],
      doc: { en: 'The packet came in by a bridge port.', ja: 'ブリッジポートから入ってきたパケットに一致します。' },
    },
    {
      name: 'physdev-is-out',
      invertible: true,
      chains: notOutput,
      chainsUnless: 'physdev-is-bridged',
      values: [],
      doc: { en: 'The packet will leave by a bridge port.', ja: 'ブリッジポートから出ていくパケットに一致します。' },
    },
    {
      name: 'physdev-is-bridged',
      invertible: true,
      values: [],
      doc: {
        en: 'The packet is bridged from one port to another, not routed. For `FORWARD` and `POSTROUTING`.',
        ja: 'ルーティングされずに、ポート間でブリッジされるパケットに一致します。`FORWARD` と `POSTROUTING` で使います。',
      },
    },
  ],
  groups: [{ options: allOptions, count: 'at-least-one', refusal: 'PHYSDEV: no physdev option specified' }],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A FORWARD -m physdev --physdev-is-bridged --physdev-in vnet+ --physdev-out eth0 -j ACCEPT',
        '-A FORWARD -m physdev --physdev-is-bridged -j DROP',
      ],
      title: {
        en: 'Lets virtual machines reach the network through the bridge, and nothing else',
        ja: '仮想マシンからブリッジ経由で外に出る通信だけを許可します',
      },
    },
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -m physdev --physdev-is-in ! --physdev-in eth0 -j MARK --set-mark 1',
        '-A POSTROUTING -m physdev --physdev-is-out -j MARK --set-mark 2',
      ],
      title: { en: 'Marks what passes bridge ports', ja: 'ブリッジポートを通るパケットに mark を付けます' },
    },
  ],
  source: { man: 'physdev', file: 'extensions/libxt_physdev.c', kernel: 'net/netfilter/xt_physdev.c' },
};
