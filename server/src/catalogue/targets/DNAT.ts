import { natAddressPorts } from '../../values';
import { portFaults } from '../nat-ports';
import type { OptionSpec, TargetSpec } from '../schema';

const destination: Pick<OptionSpec, 'name' | 'required' | 'doc'> = {
  name: 'to-destination',
  required: true,
  doc: {
    en: 'The new destination: an address, a port, or both; ranges with `-`. A port needs `-p tcp`, `-p udp`, `-p sctp` or `-p dccp` before the target. `80-90/8080` shifts a range: 8080 goes to 80, 8081 to 81.',
    ja: '新しい宛先です。アドレス、ポート、またはその両方を書き、範囲は `-` で表します。ポートを書くには、ターゲットより前に `-p tcp`、`-p udp`、`-p sctp`、`-p dccp` のいずれかが必要です。`80-90/8080` と書くと、8080 は 80 に、8081 は 81 にと、範囲をずらして対応付けます。',
  },
};

export const DNATTarget: TargetSpec = {
  kind: 'target',
  name: 'DNAT',
  verdict: 'nat',
  changes: ['destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Sends the connection to another destination address or port.',
    ja: 'コネクションの宛先アドレスやポートを書き換えます。',
  },
  doc: {
    en: [
      'Only the first packet of a connection comes here; what is decided holds for all of it, and replies are turned back by themselves. Later chains see the new address: accept `192.0.2.10:80` in `FORWARD`, not the public one.',
      'Untracked packets are never translated. Sending local traffic from 127.0.0.1 to another host needs `net.ipv4.conf.*.route_localnet`.',
    ].join('\n\n'),
    ja: [
      'ここを通るのはコネクションの最初のパケットだけです。決まった変換はコネクション全体に適用され、返信は自動的に元に戻されます。後のチェインからは変換後のアドレスが見えるため、`FORWARD` では公開アドレスではなく `192.0.2.10:80` を許可します。',
      '追跡されないパケットは変換されません。127.0.0.1 からの通信を別のホストに向けるには `net.ipv4.conf.*.route_localnet` が必要です。',
    ].join('\n\n'),
  },
  tables: ['nat'],
  chains: ['PREROUTING', 'OUTPUT'],
  options: [
    {
      ...destination,
      values: [{ type: natAddressPorts, label: '[address[-address]][:port[-port[/port]]]', sample: '192.0.2.10:8080' }],
      families: ['ipv4'],
    },
    {
      ...destination,
      values: [
        { type: natAddressPorts, label: '[address[-address]|[address[-address]]:port[-port[/port]]]', sample: '[2001:db8::10]:8080' },
      ],
      families: ['ipv6'],
    },
    {
      name: 'random',
      values: [],
      doc: { en: 'Chooses the port of a range at random.', ja: '範囲の中からポートを無作為に選びます。' },
    },
    {
      name: 'persistent',
      values: [],
      doc: {
        en: 'Gives a client the same address of the range for every connection.',
        ja: '同じクライアントには、どのコネクションでも範囲の中の同じアドレスを割り当てます。',
      },
    },
  ],
  check: (use) => portFaults(use, { name: 'to-destination', addressed: true }),
  checkIgnoresDigits: true,
  examples: [
    {
      table: 'nat',
      rules: ['-A PREROUTING -i eth0 -p tcp -m tcp --dport 80 -j DNAT --to-destination 192.0.2.10:8080'],
      family: 'ipv4',
      title: { en: 'Forward a port to an inner host', ja: 'ポートを内部のホストに転送する' },
    },
    {
      table: 'nat',
      rules: ['-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 192.0.2.10-192.0.2.13:8000-8010 --random --persistent'],
      family: 'ipv4',
      title: { en: 'Spread clients over several hosts', ja: 'クライアントを複数のホストに振り分ける' },
    },
    {
      table: 'nat',
      rules: [
        '-A PREROUTING -i eth0 -p tcp -m tcp --dport 80 -j DNAT --to-destination [2001:db8::10]:8080',
        '-A PREROUTING -i eth1 -j DNAT --to-destination 2001:db8::10-2001:db8::13 --random --persistent',
      ],
      family: 'ipv6',
      title: { en: 'Forward a port to an inner host', ja: 'ポートを内部のホストに転送する' },
    },
  ],
  source: { man: 'DNAT', file: 'extensions/libxt_NAT.c', kernel: 'net/netfilter/xt_nat.c' },
  since: 'Linux 2.4; IPv6: Linux 3.7',
};
