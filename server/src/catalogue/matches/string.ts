import { uint16 } from '../../values/integer';
import { oneOf } from '../../values/one-of';
import { scanUnsigned, U16 } from '../../values/scan';
import { hexPattern, searchText } from '../../values/search-pattern';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const algorithm = oneOf(
  [
    {
      value: 'bm',
      doc: {
        en: 'Boyer-Moore: fast, but misses a pattern that lies across two pieces of a packet.',
        ja: 'Boyer-Moore です。高速ですが、パケットの断片をまたぐパターンは見逃します。',
      },
    },
    {
      value: 'kmp',
      doc: { en: 'Knuth-Morris-Pratt: slower, and misses nothing.', ja: 'Knuth-Morris-Pratt です。低速ですが、見逃しません。' },
    },
  ],
  {
    id: 'search-algorithm',
    doc: { en: 'The way to search: `bm` or `kmp`.', ja: '検索の方法です。`bm` または `kmp` です。' },
    refusal: (word) => `RULE_APPEND failed (${word === 'fsm' ? 'Invalid argument' : 'No such file or directory'})`,
  },
);

/** Bytes in a packet. Facts: libxt_string.c (revision 1), `string_mt_check` in the kernel's xt_string.c. */
export const stringMatch: MatchSpec = {
  kind: 'match',
  name: 'string',
  steady: true,
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets that contain a text or a sequence of bytes.',
    ja: '指定した文字列やバイト列を含むパケットを判定します。',
  },
  doc: {
    en: [
      'It searches each packet by itself, headers and all, from the first byte of the IP header. A text that is spread over two packets, compressed or encrypted (TLS) is not found, and one that merely occurs somewhere is: good for known probes and DNS names, no substitute for a proxy.',
      'One of `--string` and `--hex-string`, and `--algo`, are needed. Searching costs time: put ports and interfaces before it, and narrow it with `--from` and `--to`.',
      'In a rules file only double quotes hold a text with spaces together; single quotes would be a part of it. Inside of double quotes a backslash protects the character behind it.',
    ].join('\n\n'),
    ja: [
      'パケットを 1 つずつ、IP ヘッダーの先頭から検索します。2 つのパケットに分かれた文字列、圧縮や暗号化(TLS)された文字列は見つからず、逆に、たまたま含まれているだけでも一致します。既知の探索パケットや DNS 名には有効ですが、プロキシの代わりにはなりません。',
      '`--string` か `--hex-string` のどちらかと、`--algo` が必要です。検索には時間がかかるため、先にポートやインターフェースで絞り、`--from` と `--to` で範囲を限定してください。',
      'ルールファイルで空白を含む文字列をまとめられるのは二重引用符だけです。一重引用符は文字列の一部になります。二重引用符の中では、バックスラッシュが直後の文字を保護します。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'algo',
      required: true,
      values: [{ type: algorithm, label: 'bm|kmp', sample: 'bm' }],
      doc: {
        en: 'How to search: `bm` (Boyer-Moore) is faster, `kmp` (Knuth-Morris-Pratt) also finds what lies across two memory pieces of a packet.',
        ja: '検索方法です。`bm`(Boyer-Moore)は高速で、`kmp`(Knuth-Morris-Pratt)はパケットのメモリー断片をまたぐものも見つけます。',
      },
    },
    {
      name: 'string',
      invertible: true,
      excludes: ['hex-string'],
      values: [{ type: searchText, label: 'text', sample: '"GET /admin"' }],
      doc: {
        en: 'The text to look for, of 1 to 128 bytes. `iptables-save` prints it as `--hex-string` where it has characters other than ASCII.',
        ja: '探す文字列(1~128 バイト)です。ASCII 以外の文字を含むと、`iptables-save` は `--hex-string` として出力します。',
      },
    },
    {
      name: 'hex-string',
      invertible: true,
      excludes: ['string'],
      values: [{ type: hexPattern, label: 'pattern', sample: '"|03|www|07|example|03|com|00|"' }],
      doc: {
        en: 'The bytes to look for: text, with hexadecimal digits between bars: `|03|www|07|example|03|com|00|`, `|0d 0a|`.',
        ja: '探すバイト列です。`|03|www|07|example|03|com|00|` や `|0d 0a|` のように、縦棒の間に 16 進数を書きます。',
      },
    },
    {
      name: 'from',
      values: [{ type: uint16, label: 'offset', sample: '40' }],
      doc: {
        en: 'The byte to begin at, counted from the beginning of the IP header; 0 where it is left out.',
        ja: '検索を始める位置です。IP ヘッダーの先頭から数えたバイト数で、省略すると 0 です。',
      },
    },
    {
      name: 'to',
      values: [{ type: uint16, label: 'offset', sample: '120' }],
      doc: {
        en: 'The byte to end at, not before `--from`; the end of the packet where it is left out.',
        ja: '検索を終える位置です。`--from` より前にはできません。省略するとパケットの末尾までです。',
      },
    },
    {
      name: 'icase',
      values: [],
      doc: { en: 'Capital and small letters count as the same.', ja: '大文字と小文字を区別しません。' },
    },
  ],
  groups: [
    { options: ['string', 'hex-string'], count: 'at-least-one', refusal: "STRING match: You must specify `--string' or `--hex-string'" },
  ],
  check: (use) => [...offsets(use), ...singleQuotes(use)],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp --dport 80 -m string --string "GET /admin" --algo bm --from 40 --to 200 --icase -j DROP',
        '-A FORWARD -p udp --dport 53 -m string --hex-string "|07|example|03|com|00|" --algo bm --from 40 -j REJECT',
        '-A FORWARD -p tcp --dport 25 -m string ! --string "EHLO" --algo kmp -j LOG',
      ],
      title: {
        en: 'Refuses a path, and questions for a DNS name with all below it',
        ja: '特定のパスと、あるドメイン名(サブドメインを含む)への DNS 問い合わせを拒否します',
      },
    },
  ],
  source: { man: 'string', file: 'extensions/libxt_string.c', kernel: 'net/netfilter/xt_string.c' },
  since: 'Linux 2.6.14 (`--icase`: 2.6.27)',
};

/** `string_mt_check` in the kernel's xt_string.c. */
function offsets(use: ExtensionUse): readonly UseFault[] {
  const value = (name: string, none: number): number => {
    const word = use.options.find((option) => option.name === name)?.values[0];
    return word === undefined ? none : scanUnsigned(word, 0, word.length);
  };
  const [from, to] = [value('from', 0), value('to', U16)];
  if (from < 0 || to < 0 || from > U16 || from <= to) return [];
  return [
    {
      option: 'to',
      value: 0,
      message: {
        en: `The search would end at byte ${to}, before it begins at ${from}. Give a larger --to.`,
        ja: `検索の終わり(${to})が始まり(${from})より前になっています。--to を大きくしてください。`,
      },
      refusal: 'RULE_APPEND failed (Invalid argument)',
    },
  ];
}

/** `'text'` as a shell would take it: to iptables-restore the quotes are a part of the pattern. */
function singleQuotes(use: ExtensionUse): readonly UseFault[] {
  return use.options
    .filter(({ name, values }) => (name === 'string' || name === 'hex-string') && /^'.*'$/s.test(values[0] ?? ''))
    .map(({ name }) => ({
      option: name,
      value: 0,
      severity: 'warning',
      message: {
        en: 'The single quotes are taken for a part of the pattern: only double quotes mean anything in a rules file.',
        ja: '一重引用符もパターンの一部とみなされます。ルールファイルで引用符として働くのは二重引用符だけです。',
      },
    }));
}
