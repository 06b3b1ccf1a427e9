import { replaceSpan } from '../text/position';
import { defineRule } from './rule';

export const noBreakSpace = defineRule({
  code: 'no-break-space',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'A space that is none', ja: '空白に見えて空白でない文字' },
  page: {
    en: 'iptables-restore parts words at plain spaces and tabs. The no-break space (U+00A0) of web pages, the ideographic space (U+3000) of Japanese keyboards, zero-width spaces and the like look the same, or like nothing, and are letters to it: two words become one, and the refusal seems to complain of something that is right.',
    ja: 'iptables-restore は普通の空白とタブで単語を区切ります。Web ページの改行なし空白（U+00A0）、日本語入力の全角空白（U+3000）、ゼロ幅空白などは、見た目が同じか目に見えないだけで、ただの文字として扱われます。二つの単語が一つになるため、正しく見える部分を指してエラーが出ます。',
  },
  refusals: ['unknown protocol "tcp\u00a0--dport" specified', "Bad argument `\u3000-A'", 'policy invalid'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp\u00a0--dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT\u3000DROP\u3000[0:0]\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n\u3000-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ character }) => ({
    en: `This is ${named(character).en}, not a plain space: iptables takes it for a letter and does not part the words. Replace it by a space.`,
    ja: `これは${named(character).ja}で、普通の空白ではありません。iptables は文字とみなし、単語を区切りません。普通の空白に置き換えてください。`,
  }),
  // In a declaration nft takes it for a letter of a user chain's name.
  isRefused: ({ line }, file) => file.records[line]?.kind !== 'chain',
  fixes: (finding, file) => {
    const text = file.lineText(finding.line);
    const atEdge = /^[ \t]*$/.test(text.slice(0, finding.start)) || /^[ \t]*$/.test(text.slice(finding.end));
    const besideSpace = /[ \t]$/.test(text.slice(0, finding.start)) || /^[ \t]/.test(text.slice(finding.end));
    const needless = isInvisible(finding.character) && (atEdge || besideSpace);
    return [
      {
        title: needless
          ? { en: 'Remove the invisible character', ja: '見えない文字を削除する' }
          : { en: 'Replace by a plain space', ja: '普通の空白に置き換える' },
        edits: [replaceSpan(finding.line, finding, needless ? '' : ' ')],
        preferred: true,
        automatic: true,
      },
    ];
  },
});

function named(character: number): { en: string; ja: string } {
  const code = `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
  if (character === 0xa0 || character === 0x202f) return { en: `a no-break space (${code})`, ja: `改行なし空白（${code}）` };
  if (character === 0x3000) return { en: `an ideographic space (${code})`, ja: `全角空白（${code}）` };
  if (isInvisible(character)) return { en: `an invisible zero-width space (${code})`, ja: `見えないゼロ幅の空白（${code}）` };
  return { en: `a space of typography (${code})`, ja: `特殊な空白（${code}）` };
}

function isInvisible(character: number): boolean {
  return character === 0x200b || character === 0xfeff;
}
