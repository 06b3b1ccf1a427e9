import { replaceSpan } from '../text/position';
import { defineRule } from './rule';
import { removeTitle, removeWords } from './support/fix';

export const danglingNegation = defineRule({
  code: 'dangling-negation',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Misplaced `!`', ja: '`!` の位置の誤り' },
  page: {
    en: '`!` inverts the option that follows it: `! -s 192.0.2.0/24`. Old releases also took it between an option and its value (`-s ! 192.0.2.0/24`), and old articles still write so; today it is taken for the value itself. Two in a row, or one with nothing behind it, are refused as well.',
    ja: '`!` は直後のオプションを反転させます（`! -s 192.0.2.0/24`）。古い版ではオプションと値の間（`-s ! 192.0.2.0/24`）にも書けたため、古い記事にはそう書かれていますが、現在は `!` そのものが値とみなされます。二つ続けて書いたり、後ろに何もなかったりする場合も拒否されます。',
  },
  refusals: [
    "Bad argument `192.0.2.0/24'",
    'multiple consecutive ! not allowed',
    'nothing appropriate following !',
    'unknown protocol "!" specified',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s ! 192.0.2.0/24 -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT ! -s 192.0.2.0/24 -j DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT ! ! -s 192.0.2.0/24 -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT ! -s 192.0.2.0/24 -j DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p ! tcp -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT ! -p tcp -j DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT !\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ option }) =>
    option === undefined
      ? {
          en: 'This `!` has no option behind it to invert. Remove it, or put it before an option.',
          ja: 'この `!` の後ろには、反転させるオプションがありません。削除するか、オプションの前に移してください。',
        }
      : {
          en: `\`!\` stands before the option, not before its value: write \`! ${option}\`.`,
          ja: `\`!\` は値ではなくオプションの前に書きます。\`! ${option}\` と書いてください。`,
        },
  fixes: (finding, file) => {
    const removal = removeWords(file, finding.line, finding);
    const { option } = finding;
    if (option === undefined) return [{ title: removeTitle('!'), edits: [removal], preferred: true }];
    const use = file
      .bound(finding.line)
      ?.options.filter((one) => one.name.end <= finding.start)
      .at(-1);
    if (use === undefined) return [];
    return [
      {
        title: { en: `Write \`! ${option}\``, ja: `\`! ${option}\` に直す` },
        edits: [replaceSpan(finding.line, { start: use.name.start, end: use.name.start }, '! '), removal],
        preferred: true,
        automatic: true,
      },
    ];
  },
});
