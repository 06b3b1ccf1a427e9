import { routingRealm } from '../../values/routing-realm';
import type { MatchSpec } from '../schema';

/** The realm of a route. Facts: libipt_realm.c, `realm_mt` in the kernel's xt_realm.c. */
export const realmMatch: MatchSpec = {
  kind: 'match',
  name: 'realm',
  steady: true,
  families: ['ipv4'],
  chains: ['INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  summary: {
    en: 'Matches packets by the realm of the route that they take.',
    ja: 'パケットが使う経路のレルム(realm)で判定します。',
  },
  doc: {
    en: 'A realm is a number that `ip route … realm` or a routing daemon gives to routes, a way to treat thousands of BGP routes alike. It is known once the packet is routed, so not in `PREROUTING`. The value that is compared has the realm of the destination in its lower 16 bits and that of the source in its upper 16 bits.',
    ja: 'レルムは、`ip route … realm` やルーティングデーモンが経路に付ける番号で、多数の BGP 経路などをまとめて扱うのに使います。ルーティング後に決まるため、`PREROUTING` では使えません。比べる値の下位 16 ビットは宛先の、上位 16 ビットは送信元のレルムです。',
  },
  options: [
    {
      name: 'realm',
      required: true,
      invertible: true,
      values: [{ type: routingRealm, label: 'realm[/mask]', sample: '10' }],
      doc: {
        en: 'The realm by number, with `/mask` where only some bits count, or by its name in `/etc/iproute2/rt_realms`.',
        ja: 'レルムの番号(一部のビットだけを見るには `/マスク` を付けます)、または `/etc/iproute2/rt_realms` の名前です。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A FORWARD -m realm --realm 10 -j ACCEPT', '-A FORWARD -m realm ! --realm 0x10000/0xffff0000 -j DROP'],
      family: 'ipv4',
      title: { en: 'By the realm of the destination, and of the source', ja: '宛先のレルム、送信元のレルムで判定します' },
    },
  ],
  source: { man: 'realm', file: 'extensions/libipt_realm.c', kernel: 'net/netfilter/xt_realm.c' },
};
