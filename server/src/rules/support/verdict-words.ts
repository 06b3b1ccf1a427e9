import type { Verdict } from '../../analysis/effects';
import type { Text } from '../../l10n/text';

/** What a verdict does to a packet, as a verb: "accepts". */
export function verb(verdict: Verdict | undefined): Text {
  if (verdict === 'accept') return { en: 'accepts', ja: '許可され' };
  if (verdict === 'drop') return { en: 'drops', ja: '破棄され' };
  if (verdict?.startsWith('reject ') === true) return { en: 'rejects', ja: '拒否され' };
  if (verdict?.startsWith('nat ') === true) return { en: 'translates', ja: '変換され' };
  return { en: 'takes', ja: '先に処理され' };
}

/** Lines as a list in a sentence: "line 3", "lines 3, 5 and 9"; beyond four only how many more there are. */
export function linesInWords(lines: readonly number[]): Text {
  const numbers = lines.map((line) => String(line + 1));
  const [first = ''] = numbers;
  if (numbers.length === 1) return { en: `line ${first}`, ja: `${first} 行目` };
  if (numbers.length <= 4)
    return { en: `lines ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`, ja: `${numbers.join('、')} 行目` };
  return {
    en: `lines ${numbers.slice(0, 3).join(', ')} and ${numbers.length - 3} more`,
    ja: `${numbers.slice(0, 3).join('、')} 行目ほか ${numbers.length - 3} 行`,
  };
}
