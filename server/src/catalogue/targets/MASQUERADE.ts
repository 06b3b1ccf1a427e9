import { redirectPorts } from '../../values';
import { basePortFaults, portFaults } from '../nat-ports';
import type { TargetSpec } from '../schema';

const ports = { name: 'to-ports', addressed: false };

export const MASQUERADETarget: TargetSpec = {
  kind: 'target',
  name: 'MASQUERADE',
  verdict: 'nat',
  changes: ['source'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Gives the connection the address of the interface it leaves by.',
    ja: 'コネクションの送信元を、出力インターフェースのアドレスに書き換えます。',
  },
  doc: {
    en: 'For addresses that change (DHCP, PPP): the address is looked up for every new connection, and connections are forgotten when the interface goes down. With a fixed address, `SNAT` does less work. Name the interface with `-o`, or traffic that should keep its address is translated too.',
    ja: '変わりうるアドレス(DHCP、PPP)のためのものです。新しいコネクションのたびにアドレスを調べ、インターフェースが停止するとコネクションを忘れます。固定アドレスなら `SNAT` のほうが処理が少なくて済みます。`-o` でインターフェースを指定しないと、変換すべきでない通信まで変換されます。',
  },
  tables: ['nat'],
  chains: ['POSTROUTING'],
  options: [
    {
      name: 'to-ports',
      values: [{ type: redirectPorts, label: 'port[-port]', sample: '1024-31000' }],
      doc: {
        en: 'The source ports to use. Needs `-p tcp`, `-p udp`, `-p sctp` or `-p dccp` before the target.',
        ja: '使う送信元ポートです。ターゲットより前に `-p tcp`、`-p udp`、`-p sctp`、`-p dccp` のいずれかが必要です。',
      },
    },
    {
      name: 'random',
      values: [],
      doc: {
        en: 'Chooses the source port at random. Since Linux 5.0 the same as `--random-fully`.',
        ja: '送信元ポートを無作為に選びます。Linux 5.0 以降は `--random-fully` と同じです。',
      },
    },
    {
      name: 'random-fully',
      values: [],
      doc: { en: 'Chooses the source port fully at random.', ja: '送信元ポートを完全に無作為に選びます。' },
      since: '1.6.2',
    },
  ],
  check: (use) => [...portFaults(use, ports), ...basePortFaults(use, ports)],
  examples: [
    {
      table: 'nat',
      rules: ['-A POSTROUTING -o ppp0 -j MASQUERADE'],
      title: { en: 'Share a dial-up line', ja: 'ダイヤルアップ回線を共有する' },
    },
    {
      table: 'nat',
      rules: [
        '-A POSTROUTING -o eth0 -p udp -j MASQUERADE --to-ports 1024-31000 --random',
        '-A POSTROUTING -o eth0 -j MASQUERADE --random-fully',
      ],
      title: { en: 'Keep to a range of ports, and choose at random', ja: 'ポートの範囲を限り、無作為に選ぶ' },
    },
  ],
  source: { man: 'MASQUERADE', file: 'extensions/libxt_NAT.c', kernel: 'net/netfilter/xt_MASQUERADE.c' },
  since: 'Linux 2.4; IPv6: Linux 3.7',
};
