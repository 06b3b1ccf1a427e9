import { u32Tests } from '../../values/u32-tests';
import type { MatchSpec } from '../schema';

/** Any four bytes of a packet. Facts: libxt_u32.c, `u32_match_it` in the kernel's xt_u32.c. */
export const u32Match: MatchSpec = {
  kind: 'match',
  name: 'u32',
  steady: true,
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by calculations with any four bytes of them.',
    ja: 'パケット中の任意の 4 バイトを取り出し、計算した値で判定します。',
  },
  doc: {
    en: [
      'The argument is a list of tests, `location=value`, joined by `&&`; all must hold.',
      'A location begins with an offset: the four bytes there, counted from the IP header, make a number, the first byte on top. Then follow operations from left to right: `&` masks, `<<` and `>>` shift, and `@` takes the number so far as a new beginning, to which the next offset is added. `0>>22&0x3C@` is the beginning of the header behind an IPv4 header, whatever its length.',
      'A value is a number, a range `from:to`, or several of them between commas. Numbers are decimal, `0x` hexadecimal, or octal with a leading 0. Spaces may stand anywhere, in double quotes. A test that reaches beyond the packet fails; `!` turns the outcome of the whole around.',
      'Test for fragments (`4&0x1FFF=0`) before anything behind the IP header. At most 10 tests, 10 numbers in a location and 10 ranges in a value fit. `-m bpf` can do more.',
    ].join('\n\n'),
    ja: [
      '引数は `位置=値` の形のテストを `&&` でつないだもので、すべて成り立つと一致します。',
      '位置はオフセットで始まります。IP ヘッダーの先頭から数えてその位置にある 4 バイトを、先頭バイトを最上位とする数値とみなします。続けて左から順に演算します。`&` はマスク、`<<` と `>>` はシフトです。`@` は、そこまでの値を新しい起点とし、次のオフセットを足した位置を読みます。`0>>22&0x3C@` は、IPv4 ヘッダーの長さによらず、その次のヘッダーの先頭を指します。',
      '値は数値、範囲 `開始:終了`、またはそれらをコンマで並べたものです。数値は 10 進数、`0x` で始まる 16 進数、`0` で始まる 8 進数で書きます。二重引用符で囲めば、どこにでも空白を入れられます。パケットの外に及ぶテストは成り立ちません。`!` は結果全体を反転します。',
      'IP ヘッダーより後ろを調べる前に、フラグメントでないこと(`4&0x1FFF=0`)を確かめてください。テスト、位置の数値、値の範囲は、それぞれ 10 個までです。より複雑な判定には `-m bpf` があります。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'u32',
      required: true,
      invertible: true,
      values: [{ type: u32Tests, label: 'tests', sample: '"6&0xFF=1&&4&0x3FFF=0"' }],
      doc: {
        en: 'The tests, in double quotes where they have spaces.',
        ja: 'テストの一覧です。空白を含む場合は二重引用符で囲みます。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -m u32 --u32 "6 & 0xFF = 1 && 4 & 0x3FFF = 0 && 0 >> 22 & 0x3C @ 0 >> 24 = 0,8" -j ACCEPT',
        '-A INPUT -p udp --dport 53 -m u32 ! --u32 "0&0xFFFF=0:512" -j DROP',
        '-A INPUT -p tcp -m u32 --u32 "0>>22&0x3C@12>>26&0x3C@0=0x47455420,0x48454144" -j LOG',
      ],
      family: 'ipv4',
      title: {
        en: 'ICMP echo by hand, long DNS packets, and HTTP requests on any port',
        ja: 'ICMP エコー、長い DNS パケット、任意のポートの HTTP 要求を判定します',
      },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -m u32 --u32 "4>>8&0xFF=6&&40>>16=1024:65535" -j ACCEPT'],
      family: 'ipv6',
      title: { en: 'TCP from an unprivileged port, in IPv6', ja: 'IPv6 で、特権のないポートからの TCP を判定します' },
    },
  ],
  source: { man: 'u32', file: 'extensions/libxt_u32.c', kernel: 'net/netfilter/xt_u32.c' },
  since: 'Linux 2.6.23',
};
