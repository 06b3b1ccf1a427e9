import { deviceGroup } from '../../values/device-group';
import type { MatchSpec } from '../schema';

/** Groups of network devices. Facts: libxt_devgroup.c, `devgroup_mt_checkentry` in the kernel's xt_devgroup.c. */
export const devgroupMatch: MatchSpec = {
  kind: 'match',
  name: 'devgroup',
  steady: true,
  reads: [],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by the device group of the interface they come in or go out by.',
    ja: '出入りするインターフェースのデバイスグループでパケットを判定します。',
  },
  doc: {
    en: 'Interfaces are put into groups by `ip link set eth1 group 10`; all of them are in group 0 (`default`) at first. One rule then stands for all interfaces of a group, also for ones that come later. Names of groups stand in `/etc/iproute2/group`; a name that is not there is refused at loading.',
    ja: 'インターフェースは `ip link set eth1 group 10` でグループに入れます。初期状態ではすべてグループ 0(`default`)です。1 つのルールで、あとから加わるものも含め、グループのすべてのインターフェースを扱えます。グループの名前は `/etc/iproute2/group` に書きます。そこにない名前は読み込み時に拒否されます。',
  },
  options: [
    {
      name: 'src-group',
      invertible: true,
      chains: ['PREROUTING', 'INPUT', 'FORWARD'],
      values: [{ type: deviceGroup, label: 'name|number[/mask]', sample: '10' }],
      doc: { en: 'The group of the interface the packet came in by.', ja: 'パケットが入ってきたインターフェースのグループです。' },
    },
    {
      name: 'dst-group',
      invertible: true,
      chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
      values: [{ type: deviceGroup, label: 'name|number[/mask]', sample: '20' }],
      doc: { en: 'The group of the interface the packet leaves by.', ja: 'パケットが出ていくインターフェースのグループです。' },
    },
  ],
  groups: [
    {
      options: ['src-group', 'dst-group'],
      count: 'at-least-one',
      refusal: "devgroup match: You must specify either '--src-group' or '--dst-group'",
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A FORWARD -m devgroup --src-group 10 --dst-group 20 -j ACCEPT',
        '-A INPUT -m devgroup ! --src-group 0x10/0xf0 -j DROP',
        '-A OUTPUT -m devgroup ! --dst-group 20 -j ACCEPT',
      ],
      title: { en: 'From the inner interfaces to the outer ones', ja: '内側のインターフェース群から外側への転送を許可します' },
    },
  ],
  source: { man: 'devgroup', file: 'extensions/libxt_devgroup.c', kernel: 'net/netfilter/xt_devgroup.c' },
};
