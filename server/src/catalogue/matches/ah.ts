import { uint32 } from '../../values/integer';
import { integerRange } from '../../values/integer-range';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const spi = integerRange({
  id: 'ah-spi',
  max: 0xffffffff,
  doc: {
    en: 'A security parameter index (SPI), or a range, `from:to`; either end may be left out.',
    ja: 'SPI(セキュリティパラメーターインデックス)、または `開始:終了` の範囲です。どちらの端も省略できます。',
  },
});

/** The IPsec authentication header. Facts: libipt_ah.c and libip6t_ah.c; the kernel's ipt_ah.c wants -p ah, ip6t_ah.c walks the header chain. */
export const ahMatch: MatchSpec = {
  kind: 'match',
  name: 'ah',
  steady: true,
  families: ['ipv4', 'ipv6'],
  implicitFor: ['ah'],
  summary: {
    en: 'Matches the SPI of IPsec authentication headers (AH).',
    ja: 'IPsec の認証ヘッダー(AH)の SPI で判定します。',
  },
  doc: {
    en: [
      'With iptables it needs `-p ah` (protocol 51), which also brings it.',
      'With ip6tables AH is an extension header: write `-m ah` without `-p ah`. A rule with `-p ah` loads with a warning and never matches, because `-p` looks past extension headers. Only there are `--ahlen` and `--ahres` known.',
    ].join('\n\n'),
    ja: [
      'iptables では `-p ah`(プロトコル番号 51)が必要で、それを書けば自動で使えます。',
      'ip6tables では AH は拡張ヘッダーなので、`-p ah` なしで `-m ah` と書きます。`-p` は拡張ヘッダーを読み飛ばして判定するため、`-p ah` を書いたルールは警告付きで読み込まれますが、決して一致しません。`--ahlen` と `--ahres` は ip6tables でだけ使えます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'ahspi',
      invertible: true,
      values: [{ type: spi, label: 'spi[:spi]', sample: '0x100:0x1ff' }],
      doc: { en: 'The SPI, or a range of them.', ja: 'SPI、またはその範囲です。' },
    },
    {
      name: 'ahlen',
      families: ['ipv6'],
      invertible: true,
      values: [{ type: uint32, label: 'length', sample: '24' }],
      doc: { en: 'The length of the header in bytes.', ja: 'ヘッダーの長さ(バイト)です。' },
    },
    {
      name: 'ahres',
      families: ['ipv6'],
      values: [],
      doc: { en: 'The reserved field of the header is zero.', ja: 'ヘッダーの予約フィールドが 0 であれば一致します。' },
    },
  ],
  check: needsProtocol,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p ah --ahspi 0x100:0x1ff -j ACCEPT', '-A FORWARD -p ah -m ah ! --ahspi 500 -j DROP'],
      family: 'ipv4',
      title: { en: 'IPsec AH with known SPIs', ja: '既知の SPI を持つ IPsec AH を許可します' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -m ah --ahspi 0x100:0x1ff ! --ahlen 0 --ahres -j ACCEPT'],
      family: 'ipv6',
      title: { en: 'The extension header of IPv6', ja: 'IPv6 の拡張ヘッダーを判定します' },
    },
  ],
  source: {
    man: 'ah',
    file: 'extensions/libipt_ah.c',
    kernel: 'net/ipv4/netfilter/ipt_ah.c',
    differs: 'A reversed range loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};

function needsProtocol(use: ExtensionUse): readonly UseFault[] {
  if (use.family === 'ipv6' || (use.protocol === 51 && !use.protocolInverted)) return [];
  return [
    {
      message: {
        en: 'The kernel takes the ah match only together with `-p ah` (not inverted). Add it before `-m ah`.',
        ja: 'カーネルは ah match を `-p ah`(`!` なし)と一緒の場合にだけ受け付けます。`-m ah` の前に書いてください。',
      },
      refusal: 'RULE_APPEND failed (Invalid argument)',
    },
  ];
}
