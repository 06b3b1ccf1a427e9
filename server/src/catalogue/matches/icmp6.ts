import { icmpv6Type } from '../../values';
import type { MatchSpec, OptionSpec } from '../schema';

/** The messages of ICMP in IPv4 that do what one of IPv6 does (RFC 4443); none for neighbour discovery. */
const inOtherFamily: OptionSpec['inOtherFamily'] = {
  '1': ['destination-unreachable'],
  '1/0': ['network-unreachable'],
  '1/1': ['communication-prohibited'],
  '1/3': ['host-unreachable'],
  '1/4': ['port-unreachable'],
  '2': ['fragmentation-needed'],
  '2/0': ['fragmentation-needed'],
  '3': ['time-exceeded'],
  '3/0': ['ttl-zero-during-transit'],
  '3/1': ['ttl-zero-during-reassembly'],
  '4': ['parameter-problem'],
  '128': ['echo-request'],
  '128/0': ['echo-request'],
  '129': ['echo-reply'],
  '129/0': ['echo-reply'],
  '133': ['router-solicitation'],
  '134': ['router-advertisement'],
  '137': ['redirect'],
};

/** Questions and answers (RFC 4443, RFC 4861). */
const answers: OptionSpec['answers'] = {
  128: 'echo-reply',
  129: 'echo-request',
  133: 'router-advertisement',
  134: 'router-solicitation',
  135: 'neighbour-advertisement',
  136: 'neighbour-solicitation',
};

/** ICMPv6 types. Facts: libip6t_icmp6.c and libxt_icmp.h; the other names: `xtables_find_match` in xtables.c. */
export const icmp6Match: MatchSpec = {
  kind: 'match',
  name: 'icmp6',
  steady: true,
  readsHeader: true,
  inOtherFamily: 'icmp',
  aliases: ['icmpv6', 'ipv6-icmp'],
  families: ['ipv6'],
  implicitFor: ['ipv6-icmp'],
  protocols: ['ipv6-icmp'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: 'Matches ICMPv6 packets by type and code.',
    ja: 'ICMPv6 パケットを、タイプとコードで判定します。',
  },
  doc: {
    en: [
      'It comes with `-p ipv6-icmp` (also `icmpv6`, or 58) by itself. `-m icmpv6` and `-m ipv6-icmp` name the same match; `iptables-save` prints `-p ipv6-icmp -m icmp6`. `-p icmp6` is no protocol name and is refused.',
      'IPv6 does not work without ICMPv6. Neighbour discovery (133 to 136, and 137) takes the place of ARP, and `packet-too-big` is never optional, because routers do not fragment. RFC 4890 lists what a firewall must let through.',
      'Neighbour and router messages are UNTRACKED to conntrack, so rules that accept by NEW, ESTABLISHED or RELATED do not let them in. Accept them by type, best before anything that drops.',
    ].join('\n\n'),
    ja: [
      '`-p ipv6-icmp`(`icmpv6` または 58 でも可)を書けば自動で使えます。`-m icmpv6` と `-m ipv6-icmp` も同じ match を指し、`iptables-save` は `-p ipv6-icmp -m icmp6` と出力します。`-p icmp6` というプロトコル名はなく、拒否されます。',
      'IPv6 は ICMPv6 なしでは動きません。近隣探索(133~136、137)は ARP の役目を担い、ルーターがフラグメント化しないため `packet-too-big` も欠かせません。ファイアウォールが通すべきものは RFC 4890 にまとめられています。',
      '近隣探索やルーター広告のメッセージは conntrack では UNTRACKED になるため、NEW、ESTABLISHED、RELATED を条件とするルールでは許可されません。破棄するルールより前で、タイプを指定して許可してください。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'icmpv6-type',
      inOtherFamily,
      answers,
      invertible: true,
      required: true,
      values: [{ type: icmpv6Type, label: 'type[/code]', sample: 'neighbour-solicitation' }],
      doc: {
        en: 'The ICMPv6 type, by name (`neighbour-solicitation`, `packet-too-big`), by number (`135`) or by number and code (`1/4`). A name may be shortened as long as only one fits.',
        ja: 'ICMPv6 のタイプです。名前(`neighbour-solicitation`、`packet-too-big`)、番号(`135`)、番号とコード(`1/4`)のいずれかで書きます。名前は、一意に決まる範囲で短くできます。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p ipv6-icmp --icmpv6-type packet-too-big -j ACCEPT',
        '-A INPUT -p ipv6-icmp --icmpv6-type neighbour-solicitation -j ACCEPT',
        '-A INPUT -p ipv6-icmp --icmpv6-type neighbour-advertisement -j ACCEPT',
        '-A INPUT -p ipv6-icmp --icmpv6-type router-advertisement -j ACCEPT',
      ],
      family: 'ipv6',
      title: { en: 'What every IPv6 host needs', ja: 'どの IPv6 ホストにも必要なものを許可します' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -p icmpv6 -m icmpv6 ! --icmpv6-type 128/0 -j ACCEPT'],
      family: 'ipv6',
      title: { en: 'Everything but echo requests', ja: 'エコー要求以外をすべて許可します' },
    },
  ],
  source: { man: 'icmp6', file: 'extensions/libip6t_icmp6.c', kernel: 'net/netfilter/xt_tcpudp.c' },
};
