import type { Text } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import { shellBlockFix } from '../shell/block';
import { rangeOf, replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeTitle, removeWords, suggested } from './support/fix';
import { inQuotes } from './support/in-quotes';
import { optionForWord } from './support/option-for-word';

export const unexpectedWord = defineRule({
  code: 'unexpected-word',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Stray word', ja: '余分な単語' },
  page: {
    en: 'Every word of a rule is an option or the value of one. A word that is neither is refused. It often comes from the shell: `iptables` at the start, `\\` at the end to go on in the next line, single quotes (only `"` quotes here), variables and templates that nobody filled in. Or an option has lost its dashes, or a value has a space too many.',
    ja: 'ルールの単語はすべて、オプションかその値です。どちらでもない単語は拒否されます。多くはシェルの書き方の名残で、行頭の `iptables`、次の行に続ける行末の `\\`、一重引用符（引用符として使えるのは `"` だけです）、置き換えられていない変数やテンプレートなどです。オプションのハイフンが抜けていたり、値に余分な空白が入っていたりすることもあります。',
  },
  refusals: ["Bad argument `iptables'", "Bad argument `\\'", "Bad argument `admins'", "Bad argument `dport'"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\niptables -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp \\\n  --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: "*filter\n:INPUT DROP [0:0]\n-A INPUT -m comment --comment 'let admins in' -s 192.0.2.0/24 -j ACCEPT\nCOMMIT\n",
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m comment --comment "let admins in" -s 192.0.2.0/24 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: messageFor,
  refusal: ({ word, reason }) => (reason === 'single-quote' || reason === 'table' ? undefined : `Bad argument \`${word}'`),
  fixes: (finding, file) => {
    switch (finding.reason) {
      case 'shell':
        return [shellBlockFix(file, finding.line)].filter((fix) => fix !== undefined);
      case 'continuation':
        return joinLine(finding, file);
      case 'single-quote':
        return doubleQuotes(finding, file);
      case 'table':
        return [
          {
            title: { en: "Move it to the line's start", ja: '行の先頭に移す' },
            edits: [replaceSpan(finding.line, { start: 0, end: finding.start }, '')],
            preferred: true,
            automatic: true,
          },
        ];
      case 'commit':
        return suggested(finding, { automatic: true });
      case 'after-negation':
        return suggested(finding);
      case 'plain': {
        const mended = lackingOption(finding, file) ?? inQuotes(finding, file);
        if (mended !== undefined) return [mended];
        return finding.suggestion === undefined
          ? [{ title: removeTitle(finding.word), edits: [removeWords(file, finding.line, finding)] }]
          : suggested(finding);
      }
      case 'list-space':
        return suggested(finding, { automatic: true });
      case 'template':
        return [];
    }
  },
});

function messageFor({ word, reason, suggestion }: Pick<Finding<'unexpected-word'>, 'word' | 'reason' | 'suggestion'>): Text {
  switch (reason) {
    case 'shell':
      return {
        en: `\`${word}\` belongs on a command line, not into a rules file, where each line begins with its command. Remove it.`,
        ja: `\`${word}\` はコマンドラインで使うもので、ルールファイルには書きません。行は \`-A\` などのコマンドから始めてください。`,
      };
    case 'continuation':
      return {
        en: 'A `\\` at the end does not continue the line in this format: it is a stray word. Write the rule on one line.',
        ja: 'この形式では行末の `\\` で行を継続できず、余分な単語になります。ルールを一行に書いてください。',
      };
    case 'single-quote':
      return {
        en: 'Single quotes do not quote here: the text falls apart at its spaces. Use `"`.',
        ja: '一重引用符は引用符として働かず、空白で単語が区切られてしまいます。`"` を使ってください。',
      };
    case 'table':
      return {
        en: `A ${word.startsWith('*') ? 'table line' : 'chain declaration'} must begin in column 1: with a space before it iptables reads \`${word}\` as a word of a rule.`,
        ja: `${word.startsWith('*') ? 'テーブルの行' : 'チェインの宣言'}は行の先頭から書く必要があります。前に空白があると、\`${word}\` はルールの単語として読まれます。`,
      };
    case 'commit':
      return {
        en: `\`${word}\` does not end the table. Did you mean \`COMMIT\`?`,
        ja: `\`${word}\` ではテーブルは閉じられません。\`COMMIT\` ではありませんか。`,
      };
    case 'after-negation':
      return {
        en: `Behind \`!\` an option must follow, but \`${word}\` is none: \`!\` stands before the option, not before its value.`,
        ja: `\`!\` の後にはオプションが必要ですが、\`${word}\` はオプションではありません。\`!\` は値ではなくオプションの前に書きます。`,
      };
    case 'list-space':
      return {
        en: `A list has no blanks: what stands behind the first one is a word of its own to iptables. Write \`${suggestion ?? ''}\`.`,
        ja: `リストに空白は入れられません。空白の後ろは別の単語として読まれます。\`${suggestion ?? ''}\` と書いてください。`,
      };
    case 'template':
      return {
        en: `\`${word}\` belongs to a template or a shell script that has not been filled in: iptables-restore replaces nothing.`,
        ja: `\`${word}\` は、まだ値に置き換えられていないテンプレートやシェルスクリプトの一部です。iptables-restore は何も置き換えません。`,
      };
    case 'plain':
      return suggestion === undefined
        ? {
            en: `\`${word}\` is neither an option nor the value of one.`,
            ja: `\`${word}\` はオプションでも、オプションの値でもありません。`,
          }
        : {
            en: `\`${word}\` is neither an option nor the value of one. Did you mean \`${suggestion}\`?`,
            ja: `\`${word}\` はオプションでも、オプションの値でもありません。\`${suggestion}\` ではありませんか。`,
          };
  }
}

/** "Insert `--state` before it". */
function lackingOption(finding: Finding<'unexpected-word'>, file: RulesFile): Fix | undefined {
  const option = optionForWord(file, finding.line, finding.start);
  if (option === undefined) return undefined;
  const words = option.canonical ?? `--${option.name}`;
  return {
    title: { en: `Insert \`${words}\` before it`, ja: `前に \`${words}\` を挿入する` },
    edits: [replaceSpan(finding.line, { start: finding.start, end: finding.start }, `${words} `)],
    preferred: true,
  };
}

/** Puts the next line behind this one, unless it is a line in its own right. */
function joinLine(finding: Finding<'unexpected-word'>, file: RulesFile): readonly Fix[] {
  const { line, start, end } = finding;
  const next = file.records[line + 1];
  if (next?.kind !== 'command' || next.command !== undefined)
    return [{ title: removeTitle('\\'), edits: [removeWords(file, line, { start, end })], preferred: true }];
  const head = file.lineText(line).slice(0, start).trimEnd().length;
  const indent = /^\s*/.exec(file.lineText(line + 1))?.[0].length ?? 0;
  return [
    {
      title: { en: 'Join with the next line', ja: '次の行とつなげる' },
      edits: [{ range: { start: { line, character: head }, end: { line: line + 1, character: indent } }, newText: ' ' }],
      preferred: true,
      automatic: true,
    },
  ];
}

function doubleQuotes(finding: Finding<'unexpected-word'>, file: RulesFile): readonly Fix[] {
  const words = file.lineText(finding.line).slice(finding.start, finding.end);
  if (words.length < 2 || !words.endsWith("'")) return [];
  const quoted = `"${words.slice(1, -1).replace(/["\\]/g, '\\$&')}"`;
  return [
    {
      title: { en: 'Use `"`', ja: '`"` に置き換える' },
      edits: [{ range: rangeOf(finding.line, finding), newText: quoted }],
      preferred: true,
      automatic: true,
    },
  ];
}
