import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeTitle, removeWords } from './support/fix';
import { longName } from './support/general-option';

export const negationNotAllowed = defineRule({
  code: 'negation-not-allowed',
  severity: 'error',
  title: { en: 'Cannot be inverted', ja: '反転できないオプション' },
  page: {
    en: '`!` may stand before an option that asks something of a packet, if its extension allows for it. It cannot stand before commands, `-j`, `-m`, the options of targets, nor before matches that have no opposite, such as `--limit`. To invert a match write `!` before its option, not before its `-m`; to do something for "all the others" jump to a chain, or let matching packets `RETURN` first.',
    ja: '`!` は、パケットの条件を表すオプションのうち、拡張が許しているものの前にだけ書けます。コマンド、`-j`、`-m`、ターゲットのオプションや、`--limit` のように反対の意味がないマッチの前には書けません。マッチを反転させるには、`-m` ではなくそのオプションの前に `!` を書きます。「それ以外すべて」を扱いたい場合は、チェインにジャンプするか、一致するパケットを先に `RETURN` させてください。',
  },
  refusals: [
    'cannot have ! before -j',
    'cannot have ! before --jump',
    'unexpected ! flag before --match',
    "unexpected '!' flag",
    'limit: option "--limit" cannot be inverted.',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m limit ! --limit 5/second -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m limit --limit 5/second -j RETURN\n-A INPUT -j DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT ! -m mark --mark 1 -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m mark ! --mark 1 -j DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.0/24 ! -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT ! -s 192.0.2.0/24 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n! -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ option }) =>
    option === '-m' || option === '--match'
      ? {
          en: '`!` cannot stand before `-m`. Write it before the option of the match.',
          ja: '`!` は `-m` の前には書けません。マッチのオプションの前に書いてください。',
        }
      : {
          en: `\`${option}\` cannot be inverted: \`!\` is not allowed before it. Remove the \`!\` and say it the other way round.`,
          ja: `\`${option}\` は反転できず、前に \`!\` を書けません。\`!\` を削除し、別の書き方にしてください。`,
        },
  refusal: ({ option, extension }) => {
    if (extension !== undefined) return `${extension}: option "${option}" cannot be inverted.`;
    if (option === '-m' || option === '--match') return 'unexpected ! flag before --match';
    if (/^-[ADIRNXPEFZLSC]$/.test(option)) return "unexpected '!' flag";
    const long = longName(option);
    return long === undefined ? undefined : `cannot have ! before --${long === 'goto' ? 'jump' : long}`;
  },
  fixes: (finding, file) => {
    const removal = removeWords(file, finding.line, finding);
    const moved = beforeOption(finding, file);
    return [
      ...moved.map((at) => ({
        title: { en: 'Put the `!` before the option of the match', ja: '`!` をマッチのオプションの前に移す' },
        edits: [removal, replaceSpan(finding.line, { start: at, end: at }, '! ')],
        preferred: true,
      })),
      { title: removeTitle('!'), edits: [removal], preferred: moved.length === 0 },
    ] satisfies readonly Fix[];
  },
});

/** Where the `!` before `-m` may go: before the match's first option, if that can be inverted and is not. */
function beforeOption(finding: Finding<'negation-not-allowed'>, file: RulesFile): readonly number[] {
  const rule = file.bound(finding.line);
  const match = rule?.options.find((option) => option.spec.name === 'match' && option.negation?.start === finding.start);
  const name = match?.values[0];
  const first = name && rule?.matches.find((one) => one.name.start === name.start)?.options[0];
  if (first === undefined || first.spec.invertible !== true || first.negation !== undefined) return [];
  return [first.name.start];
}
