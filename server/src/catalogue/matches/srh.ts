import type { Text } from '../../l10n/text';
import { hostMask } from '../../values';
import { uint8, uint16 } from '../../values/integer';
import type { ExtensionUse, MatchSpec, OptionSpec, UseFault } from '../schema';

/** The segment routing header of IPv6. Facts: libip6t_srh.c (revision 1), `srh1_mt6` in the kernel's ip6t_srh.c. */
export const srhMatch: MatchSpec = {
  kind: 'match',
  name: 'srh',
  steady: true,
  families: ['ipv6'],
  summary: {
    en: 'Matches packets with an IPv6 segment routing header (SRv6).',
    ja: 'IPv6 のセグメントルーティングヘッダー(SRv6)を持つパケットを判定します。',
  },
  doc: {
    en: [
      'A bare `-m srh` matches every packet that has the header, a routing header of type 4 (RFC 8754). It lists the segments of the way in reverse order: the segment left counts down, and the entry it names is where the packet goes next.',
      'For each field the header has one number, so of `-eq`, `-gt` and `-lt` only one can be given for it. Do not add `-p ipv6-route`: such a rule never matches (iptables warns).',
    ].join('\n\n'),
    ja: [
      '`-m srh` だけなら、このヘッダー(タイプ 4 のルーティングヘッダー、RFC 8754)を持つすべてのパケットに一致します。経路のセグメントは逆順に並び、segments left が指すエントリーが次の行き先です。',
      'ルールが持てる値はフィールドごとに 1 つなので、`-eq`、`-gt`、`-lt` は同じフィールドについて 1 つしか書けません。`-p ipv6-route` は書かないでください。そのルールは決して一致しません(iptables が警告します)。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'srh-next-hdr',
      invertible: true,
      values: [{ type: uint8, label: 'number', sample: '6' }],
      doc: { en: 'The protocol number of the header that follows.', ja: '次に続くヘッダーのプロトコル番号です。' },
    },
    ...field('srh-hdr-len', '4', {
      en: 'The length of the header, in units of 8 bytes behind the first 8,',
      ja: 'ヘッダーの長さ(先頭 8 バイトを除く 8 バイト単位)',
    }),
    ...field('srh-segs-left', '1', { en: 'The number of segments that are left', ja: '残りのセグメント数(segments left)' }),
    ...field('srh-last-entry', '2', { en: 'The index of the last entry of the list', ja: '一覧の最後のエントリーの番号(last entry)' }),
    {
      name: 'srh-tag',
      invertible: true,
      values: [{ type: uint16, label: 'tag', sample: '10' }],
      doc: { en: 'The tag, which groups packets.', ja: 'パケットをまとめるタグの値です。' },
    },
    segment('srh-psid', { en: 'The segment before: where the packet comes from.', ja: '1 つ前のセグメント(通ってきた場所)です。' }),
    segment('srh-nsid', { en: 'The segment after this one: where the packet goes next.', ja: '次のセグメント(これから向かう場所)です。' }),
    segment('srh-lsid', { en: 'The last segment: where the packet goes in the end.', ja: '最後のセグメント(最終的な行き先)です。' }),
  ],
  check: sharedNumbers,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A FORWARD -m srh --srh-next-hdr 41 --srh-hdr-len-eq 4 --srh-segs-left-eq 1 --srh-last-entry-eq 1 --srh-tag 10 -j ACCEPT',
        '-A FORWARD -m srh --srh-hdr-len-gt 16 -j DROP',
        '-A FORWARD -m srh --srh-hdr-len-lt 2 ! --srh-segs-left-lt 2 -j DROP',
        '-A FORWARD -m srh --srh-segs-left-gt 8 ! --srh-last-entry-gt 8 -j DROP',
        '-A FORWARD -m srh --srh-last-entry-lt 1 -j LOG',
        '-A FORWARD -m srh --srh-psid 2001:db8:1::/48 --srh-nsid 2001:db8:2::1 ! --srh-lsid 2001:db8:3::/48 -j ACCEPT',
      ],
      family: 'ipv6',
      title: { en: 'Which segment routes may pass', ja: '通してよいセグメント経路を絞ります' },
    },
  ],
  source: { man: 'srh', file: 'extensions/libip6t_srh.c', kernel: 'net/ipv6/netfilter/ip6t_srh.c' },
  since: 'Linux 4.16 (segments: 4.18)',
};

/** The three comparisons of one field. */
function field(name: string, sample: string, what: Text): readonly OptionSpec[] {
  const comparisons = [
    { suffix: 'eq', en: 'is this', ja: 'がこの値であれば一致します' },
    { suffix: 'gt', en: 'is greater than this', ja: 'がこの値より大きければ一致します' },
    { suffix: 'lt', en: 'is less than this', ja: 'がこの値より小さければ一致します' },
  ];
  return comparisons.map(({ suffix, en, ja }) => ({
    name: `${name}-${suffix}`,
    invertible: true,
    values: [{ type: uint8, label: 'number', sample }],
    doc: { en: `${what.en} ${en}.`, ja: `${what.ja}${ja}。` },
  }));
}

function segment(name: string, doc: Text): OptionSpec {
  return {
    name,
    invertible: true,
    values: [{ type: hostMask, label: 'address[/prefix-length]', sample: '2001:db8::/32' }],
    doc,
    since: '1.8.0',
  };
}

/** `-eq`, `-gt` and `-lt` of a field share one number, and the last one written stays (`srh1_opts` in libip6t_srh.c). */
function sharedNumbers(use: ExtensionUse): readonly UseFault[] {
  return use.options.flatMap((option, index): readonly UseFault[] => {
    const stem = option.name.replace(/-(?:eq|gt|lt)$/, '');
    if (stem === option.name) return [];
    const before = use.options.slice(0, index).filter(({ name }) => name.startsWith(`${stem}-`));
    const other = before[before.length - 1];
    if (other === undefined || Number(other.values[0]) === Number(option.values[0])) return [];
    return [
      {
        option: option.name,
        message: {
          en: `--${other.name} and --${option.name} share one number: both load with ${option.values[0]}. Use two "-m srh" for two numbers.`,
          ja: `--${other.name} と --${option.name} は 1 つの値を共有し、どちらも ${option.values[0]} として読み込まれます。別の値にするには -m srh を 2 回書いてください。`,
        },
      },
    ];
  });
}
