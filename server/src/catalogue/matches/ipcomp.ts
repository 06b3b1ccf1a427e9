import { integerRange } from '../../values/integer-range';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const cpi = integerRange({
  id: 'ipcomp-cpi',
  max: 0xffffffff,
  doc: {
    en: 'A compression parameter index (CPI), or a range, `from:to`; either end may be left out. The field has 16 bits.',
    ja: 'CPI(圧縮パラメーターインデックス)、または `開始:終了` の範囲です。どちらの端も省略できます。フィールドは 16 ビットです。',
  },
});

/** Compressed IP payload. Facts: libxt_ipcomp.c (which, unlike esp and ah, begins with the range 0 to 0), the kernel's xt_ipcomp.c. */
export const ipcompMatch: MatchSpec = {
  kind: 'match',
  name: 'ipcomp',
  steady: true,
  families: ['ipv4', 'ipv6'],
  implicitFor: ['ipcomp'],
  protocols: ['ipcomp'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: 'Matches IPComp packets by their parameter index.',
    ja: 'IPComp パケットを、パラメーターインデックス(CPI)で判定します。',
  },
  doc: {
    en: 'It comes with `-p ipcomp` (protocol 108) by itself. Once the match is named, by `-m ipcomp` or `--compres`, give `--ipcompspi`, too: without it only the index 0 matches (`iptables-save` shows `--ipcompspi 0`).',
    ja: '`-p ipcomp`(プロトコル番号 108)を書けば自動で使えます。`-m ipcomp` や `--compres` を書いたときは、`--ipcompspi` も指定してください。省略するとインデックス 0 にしか一致しません(`iptables-save` では `--ipcompspi 0` と表示されます)。',
  },
  options: [
    {
      name: 'ipcompspi',
      invertible: true,
      values: [{ type: cpi, label: 'cpi[:cpi]', sample: '0:65535' }],
      doc: { en: 'The parameter index (CPI), or a range.', ja: 'パラメーターインデックス(CPI)、またはその範囲です。' },
    },
    {
      name: 'compres',
      values: [],
      doc: { en: 'The reserved field of the header is zero.', ja: 'ヘッダーの予約フィールドが 0 であれば一致します。' },
    },
  ],
  check: onlyIndexZero,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p ipcomp --ipcompspi 0:65535 --compres -j ACCEPT', '-A INPUT -p ipcomp -m ipcomp ! --ipcompspi 3 -j DROP'],
      title: { en: 'Compressed packets with clean headers', ja: 'ヘッダーの正しい圧縮パケットを許可します' },
    },
  ],
  source: {
    man: 'ipcomp',
    file: 'extensions/libxt_ipcomp.c',
    kernel: 'net/netfilter/xt_ipcomp.c',
    differs: 'A reversed range loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};

function onlyIndexZero(use: ExtensionUse): readonly UseFault[] {
  if (use.options.some((option) => option.name === 'ipcompspi')) return [];
  return [
    {
      severity: 'warning',
      message: {
        en: 'Without --ipcompspi this matches the parameter index 0 only. Add `--ipcompspi 0:65535` for any.',
        ja: '--ipcompspi がないと、パラメーターインデックス 0 にしか一致しません。すべてに一致させるには `--ipcompspi 0:65535` を加えてください。',
      },
    },
  ];
}
