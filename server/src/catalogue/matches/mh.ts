import { mobilityType } from '../../values/mobility-type';
import type { MatchSpec } from '../schema';

/** Messages of mobile IPv6. Facts: libip6t_mh.c, `mh_mt6` in the kernel's ip6t_mh.c. */
export const mhMatch: MatchSpec = {
  kind: 'match',
  name: 'mh',
  steady: true,
  families: ['ipv6'],
  implicitFor: ['mh'],
  protocols: ['mh'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: 'Matches mobility headers, the messages of Mobile IPv6, by type.',
    ja: 'Mobile IPv6 のメッセージ(モビリティヘッダー)を、タイプで判定します。',
  },
  doc: {
    en: 'The match comes by itself with `-p mh` in exactly this spelling. With `-p ipv6-mh`, `-p mobility-header` (which `iptables-save` prints) or `-p 135` write `-m mh`, too.',
    ja: '`-p mh` と書いた場合だけ、自動で使えます。`-p ipv6-mh`、`-p mobility-header`(`iptables-save` の出力)、`-p 135` では `-m mh` も書く必要があります。',
  },
  options: [
    {
      name: 'mh-type',
      invertible: true,
      values: [{ type: mobilityType, label: 'type[:type]', sample: 'binding-update' }],
      doc: {
        en: 'The type, by number from 0 to 255 or by name, or a range: `binding-refresh-request` (`brr`), `home-test-init` (`hoti`), `careof-test-init` (`coti`), `home-test` (`hot`), `careof-test` (`cot`), `binding-update` (`bu`), `binding-acknowledgement` (`ba`), `binding-error` (`be`). `iptables-save` prints numbers.',
        ja: 'タイプを 0~255 の番号か名前で、または範囲で書きます。名前は `binding-refresh-request`(`brr`)、`home-test-init`(`hoti`)、`careof-test-init`(`coti`)、`home-test`(`hot`)、`careof-test`(`cot`)、`binding-update`(`bu`)、`binding-acknowledgement`(`ba`)、`binding-error`(`be`)です。`iptables-save` は番号で出力します。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p mh --mh-type binding-update -j ACCEPT',
        '-A INPUT -p mobility-header -m mh --mh-type hoti:cot -j ACCEPT',
        '-A INPUT -p mh ! --mh-type 0:7 -j DROP',
      ],
      family: 'ipv6',
      title: { en: 'A home agent', ja: 'ホームエージェントへのメッセージを許可します' },
    },
  ],
  source: { man: 'mh', file: 'extensions/libip6t_mh.c', kernel: 'net/ipv6/netfilter/ip6t_mh.c' },
};
