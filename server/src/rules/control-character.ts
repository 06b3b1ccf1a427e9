import { replaceSpan } from '../text/position';
import { defineRule } from './rule';

export const controlCharacter = defineRule({
  code: 'control-character',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Control character', ja: '制御文字' },
  page: {
    en: 'iptables-restore parts words at spaces and tabs only. A form feed, a vertical tab or any other control character is a letter to it, though an invisible one, and what has it is refused. A NUL ends the line: whatever follows it is not read, so that a rule loses its target and loads all the same.',
    ja: 'iptables-restore が単語を区切るのは空白とタブだけです。改ページや垂直タブなどの制御文字は、見えないだけの文字として扱われ、含まれる行は拒否されます。NUL はそこで行を終わらせます。後ろは読まれないため、ターゲットを失ったルールがそのまま読み込まれます。',
  },
  refusals: ["Bad argument `ACCEPT'"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT\u000b-j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.1 \u0000-j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.1 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ character }) =>
    character === 0
      ? {
          en: 'A NUL character ends the line for iptables: what stands behind it is silently ignored. Remove it.',
          ja: 'iptables にとって NUL 文字は行の終わりで、後ろに書かれたものは黙って無視されます。削除してください。',
        }
      : {
          en: `An invisible control character (U+${hex(character)}) stands here, which iptables takes for a letter. Put a space in its place.`,
          ja: `ここに見えない制御文字（U+${hex(character)}）があり、iptables は文字とみなします。空白に置き換えてください。`,
        },
  // A NUL only cuts the line short.
  isRefused: ({ character }) => character !== 0,
  fixes: (finding, file) => {
    const text = file.lineText(finding.line);
    const needless = /(?:^|[ \t])$/.test(text.slice(0, finding.start)) || /^(?:[ \t]|$)/.test(text.slice(finding.end));
    const isBlank = finding.character >= 9 && finding.character <= 13;
    return [
      {
        title: needless
          ? { en: 'Remove the control character', ja: '制御文字を削除する' }
          : { en: 'Replace by a space', ja: '空白に置き換える' },
        edits: [replaceSpan(finding.line, finding, needless ? '' : ' ')],
        preferred: true,
        ...(isBlank ? { automatic: true } : {}),
      },
    ];
  },
});

function hex(character: number): string {
  return character.toString(16).toUpperCase().padStart(4, '0');
}
