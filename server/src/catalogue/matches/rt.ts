import { uint32 } from '../../values/integer';
import { integerRange } from '../../values/integer-range';
import { routingAddresses } from '../../values/routing-addresses';
import { scanUnsigned, U32 } from '../../values/scan';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const segments = integerRange({
  id: 'segments-left',
  max: U32,
  doc: {
    en: 'A number of segments, or a range `from:to`; either end may be left out.',
    ja: 'セグメント数、または `開始:終了` の範囲です。どちらの端も省略できます。',
  },
});

/** The routing header of IPv6. Facts: libip6t_rt.c, `rt_mt6` and `rt_mt6_check` in the kernel's ip6t_rt.c. */
export const rtMatch: MatchSpec = {
  kind: 'match',
  name: 'rt',
  steady: true,
  families: ['ipv6'],
  summary: {
    en: 'Matches packets with an IPv6 routing header.',
    ja: 'IPv6 のルーティングヘッダーを持つパケットを判定します。',
  },
  doc: {
    en: [
      'A bare `-m rt` matches every packet that has the header. Type 0, source routing, is abolished (RFC 5095) and best dropped; type 2 belongs to Mobile IPv6, type 3 to RPL, type 4 to segment routing (`-m srh`).',
      'The three `--rt-0-…` options need `--rt-type 0` before them. Do not add `-p ipv6-route`: `-p` looks past extension headers, so such a rule never matches (iptables warns).',
    ].join('\n\n'),
    ja: [
      '`-m rt` だけなら、このヘッダーを持つすべてのパケットに一致します。タイプ 0(ソースルーティング)は廃止されており(RFC 5095)、破棄することを勧めます。タイプ 2 は Mobile IPv6、3 は RPL、4 はセグメントルーティング(`-m srh`)です。',
      '`--rt-0-…` の 3 つのオプションは、`--rt-type 0` より後ろに書く必要があります。`-p ipv6-route` は書かないでください。`-p` は拡張ヘッダーを読み飛ばすため、そのルールは決して一致しません(iptables が警告します)。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'rt-type',
      invertible: true,
      values: [{ type: uint32, label: 'type', sample: '0' }],
      doc: { en: 'The type of the header.', ja: 'ヘッダーのタイプです。' },
    },
    {
      name: 'rt-segsleft',
      invertible: true,
      values: [{ type: segments, label: 'number[:number]', sample: '1:' }],
      doc: {
        en: 'How many of the listed addresses are still to be visited, or a range.',
        ja: 'これから経由するアドレスの残り数(segments left)、またはその範囲です。',
      },
    },
    {
      name: 'rt-len',
      invertible: true,
      values: [{ type: uint32, label: 'length', sample: '24' }],
      doc: { en: 'The length of the header in bytes.', ja: 'ヘッダーの長さ(バイト)です。' },
    },
    {
      name: 'rt-0-res',
      values: [],
      doc: { en: 'Type 0: the reserved field is zero.', ja: 'タイプ 0 の予約フィールドが 0 であれば一致します。' },
    },
    {
      name: 'rt-0-addrs',
      values: [{ type: routingAddresses, label: 'address[,address]…', sample: '2001:db8::1' }],
      doc: {
        en: 'Type 0: the addresses of the header, all of them, in order; up to 16.',
        ja: 'タイプ 0 のアドレスの一覧です。順序も含めてすべて一致する必要があります。16 個までです。',
      },
    },
    {
      name: 'rt-0-not-strict',
      values: [],
      doc: {
        en: 'With `--rt-0-addrs`: the addresses occur in the header in this order, with others among them if need be. Must stand behind it.',
        ja: '`--rt-0-addrs` のアドレスがこの順で含まれていればよく、間に別のアドレスがあっても一致します。`--rt-0-addrs` より後ろに書く必要があります。',
      },
    },
  ],
  check: typeZeroFirst,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -m rt --rt-type 0 -j DROP',
        '-A FORWARD -m rt ! --rt-type 4 --rt-segsleft 1: -j DROP',
        '-A FORWARD -m rt ! --rt-len 24 -j DROP',
        '-A FORWARD -m rt --rt-type 0 --rt-0-res --rt-0-addrs 2001:db8::1,2001:db8::2 --rt-0-not-strict -j LOG',
      ],
      family: 'ipv6',
      title: { en: 'Drops source routing', ja: 'ソースルーティングを破棄します' },
    },
  ],
  source: {
    man: 'rt',
    file: 'extensions/libip6t_rt.c',
    kernel: 'net/ipv6/netfilter/ip6t_rt.c',
    differs: 'A reversed `--rt-segsleft` loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};

/** `rt_parse` in libip6t_rt.c asks what has been read so far. */
function typeZeroFirst(use: ExtensionUse): readonly UseFault[] {
  let type: 'zero' | 'other' | undefined;
  let addresses = false;
  const faults: UseFault[] = [];
  for (const { name, inverted, values } of use.options) {
    const word = values[0];
    if (name === 'rt-type' && word !== undefined) type = !inverted && scanUnsigned(word, 0, word.length) === 0 ? 'zero' : 'other';
    if ((name === 'rt-0-res' || name === 'rt-0-addrs') && type !== 'zero') {
      faults.push({
        option: name,
        message: { en: `--${name} needs "--rt-type 0" before it.`, ja: `--${name} の前に「--rt-type 0」が必要です。` },
        refusal: `\`--rt-type 0' required before \`--${name}'`,
      });
    }
    if (name === 'rt-0-addrs') addresses = true;
    if (name === 'rt-0-not-strict' && !addresses) {
      faults.push({
        option: name,
        message: { en: '--rt-0-not-strict needs --rt-0-addrs before it.', ja: '--rt-0-not-strict の前に --rt-0-addrs が必要です。' },
        refusal: "`--rt-0-addr ...' required before `--rt-0-not-strict'",
      });
    }
  }
  return faults;
}
