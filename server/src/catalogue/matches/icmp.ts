import { icmpType } from '../../values';
import type { MatchSpec, OptionSpec } from '../schema';

/**
 * The messages of ICMPv6 that do what one of IPv4 does (RFC 4443). "Fragmentation needed" is a code of "destination unreachable" here and
 * a type of its own there, without which no connection gets through a narrower link: who lets the one in needs both there.
 */
const inOtherFamily: OptionSpec['inOtherFamily'] = {
  '0': ['echo-reply'],
  '3': ['destination-unreachable', 'packet-too-big'],
  '3/0': ['no-route'],
  '3/1': ['address-unreachable'],
  '3/3': ['port-unreachable'],
  '3/4': ['packet-too-big'],
  '3/13': ['communication-prohibited'],
  '5': ['redirect'],
  '8': ['echo-request'],
  '8/0': ['echo-request'],
  '9': ['router-advertisement'],
  '10': ['router-solicitation'],
  '11': ['time-exceeded'],
  '11/0': ['ttl-zero-during-transit'],
  '11/1': ['ttl-zero-during-reassembly'],
  '12': ['parameter-problem'],
};

/** Questions and answers (RFC 792, RFC 950). */
const answers: OptionSpec['answers'] = {
  0: 'echo-request',
  8: 'echo-reply',
  13: 'timestamp-reply',
  14: 'timestamp-request',
  17: 'address-mask-reply',
  18: 'address-mask-request',
};

/** ICMP types of IPv4. Facts: libipt_icmp.c and libxt_icmp.h; `icmp_checkentry` in the kernel's xt_tcpudp.c (ip_tables.c before Linux 6.4). */
export const icmpMatch: MatchSpec = {
  kind: 'match',
  name: 'icmp',
  steady: true,
  readsHeader: true,
  inOtherFamily: 'icmp6',
  families: ['ipv4'],
  implicitFor: ['icmp'],
  protocols: ['icmp'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: 'Matches ICMP packets (IPv4) by type and code.',
    ja: 'IPv4 の ICMP パケットを、タイプとコードで判定します。',
  },
  doc: {
    en: [
      'It comes with `-p icmp` by itself. A bare `-p icmp` matches every ICMP packet; once the match is named, by `-m icmp` or its option, `--icmp-type` must be given.',
      'Do not drop all of ICMP. `destination-unreachable`, above all `fragmentation-needed`, is what path-MTU discovery lives on, and `time-exceeded` and `parameter-problem` report errors; `-m conntrack --ctstate RELATED` lets those in that belong to a tracked connection. Errors about untracked packets are INVALID, not RELATED, and need a rule of their own.',
      'ip6tables has `icmp6` with `--icmpv6-type` instead.',
    ].join('\n\n'),
    ja: [
      '`-p icmp` を書けば自動で使えます。`-p icmp` だけなら、すべての ICMP パケットに一致します。`-m icmp` やそのオプションを書いた場合は、`--icmp-type` が必須です。',
      'ICMP をすべて破棄してはいけません。`destination-unreachable`、とりわけ `fragmentation-needed` は Path MTU Discovery に不可欠で、`time-exceeded` と `parameter-problem` はエラーを知らせます。追跡中のコネクションに関するものは `-m conntrack --ctstate RELATED` で許可できます。追跡されていないパケットについてのエラーは RELATED ではなく INVALID になるため、別にルールが必要です。',
      'ip6tables では、代わりに `icmp6` と `--icmpv6-type` を使います。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'icmp-type',
      inOtherFamily,
      answers,
      invertible: true,
      required: true,
      values: [{ type: icmpType, label: 'type[/code]', sample: 'echo-request' }],
      doc: {
        en: 'The ICMP type, by name (`echo-request`, `fragmentation-needed`), by number (`8`) or by number and code (`3/4`). `any` is every type. A name may be shortened as long as only one fits.',
        ja: 'ICMP のタイプです。名前(`echo-request`、`fragmentation-needed`)、番号(`8`)、番号とコード(`3/4`)のいずれかで書きます。`any` はすべてのタイプです。名前は、一意に決まる範囲で短くできます。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p icmp --icmp-type fragmentation-needed -j ACCEPT',
        '-A INPUT -p icmp --icmp-type echo-request -m limit --limit 5/second -j ACCEPT',
        '-A INPUT -p icmp -m icmp ! --icmp-type 3/4 -j DROP',
      ],
      family: 'ipv4',
      title: {
        en: 'Lets path-MTU errors and a few pings in, and drops other ICMP',
        ja: 'Path MTU のエラーと少数の ping を許可し、ほかの ICMP を破棄します',
      },
    },
  ],
  source: { man: 'icmp', file: 'extensions/libipt_icmp.c', kernel: 'net/netfilter/xt_tcpudp.c' },
};
