import type { Text } from '../l10n/text';
import { insertAtLine, replaceSpan } from '../text/position';
import type { Fix } from './rule';
import { defineRule } from './rule';
import { replacement } from './support/fix';

export const unknownOption = defineRule({
  code: 'unknown-option',
  severity: 'error',
  title: { en: 'Unknown option', ja: '不明なオプション' },
  page: {
    en: 'iptables learns options as it reads a line: those of tcp after `-p tcp` or `-m tcp`, those of state after `-m state`, those of a target after its `-j`. An option that nothing before it brings is unknown, even when something behind it would bring it. An abbreviation is taken only when it stands for one option. Long names need two dashes: `-dport 22` is read as `-d port` and a stray `22`.',
    ja: 'iptables は行を左から読みながらオプションを覚えます。tcp のオプションは `-p tcp` または `-m tcp` の後、state のオプションは `-m state` の後、ターゲットのオプションは `-j` の後で初めて使えます。後ろに書いても効果はありません。省略形は、一つのオプションに決まる場合だけ受け付けられます。長い名前にはダッシュが 2 つ必要です。`-dport 22` は `-d port` と余分な `22` として読まれます。',
  },
  refusals: ['unknown option "--dport"'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: (finding) => {
    const { option, suggestion, broughtBy, behind, ambiguous } = finding;
    if (ambiguous.length > 0) {
      return {
        en: `\`${option}\` is short for several options: ${list(ambiguous, 'and')}. Write the one that is meant in full.`,
        ja: `\`${option}\` は複数のオプション（${ambiguous.map(quoted).join('、')}）の省略形になります。省略せずに書いてください。`,
      };
    }
    if (suggestion !== undefined && broughtBy.length === 0) {
      return {
        en: `There is no option \`${option}\`. Did you mean \`${suggestion}\`?`,
        ja: `オプション \`${option}\` はありません。\`${suggestion}\` ではありませんか。`,
      };
    }
    const name =
      suggestion === undefined
        ? { en: `\`${option}\``, ja: `\`${option}\`` }
        : { en: `\`${option}\` (\`${suggestion}\`?)`, ja: `\`${option}\`（\`${suggestion}\`？）` };
    if (broughtBy.length > 0) return bringing(name, broughtBy, behind);
    return { en: `iptables knows no option \`${option}\`.`, ja: `iptables にオプション \`${option}\` はありません。` };
  },
  // With one dash getopt takes the letters apart, and stumbles over whichever is first not to fit.
  refusal: ({ option }) => (/^-\w{2}/.test(option) ? undefined : `unknown option "${option}"`),
  fixes: (finding, file) => {
    const fixes: Fix[] = [];
    if (finding.suggestion !== undefined)
      fixes.push({ ...replacement(finding, finding.suggestion), preferred: finding.broughtBy.length === 0 });
    for (const words of finding.behind ? [] : finding.broughtBy) {
      if (words.startsWith('-j')) continue;
      const hasProtocol = file.bound(finding.line)?.protocol !== undefined;
      if (words.startsWith('-p') && hasProtocol) continue;
      fixes.push({
        title: { en: `Insert \`${words}\` before it`, ja: `前に \`${words}\` を挿入する` },
        edits: [
          finding.start === 0
            ? insertAtLine(finding.line, `${words} `)
            : replaceSpan(
                finding.line,
                {
                  start: negationStart(file.lineText(finding.line), finding.start),
                  end: negationStart(file.lineText(finding.line), finding.start),
                },
                `${words} `,
              ),
        ],
        preferred: fixes.length === 0 && finding.broughtBy.length === 1,
      });
    }
    return fixes;
  },
});

function bringing(name: Text, broughtBy: readonly string[], behind: boolean): Text {
  if (behind) {
    return {
      en: `${name.en} stands before what brings it: iptables reads from left to right, so ${list(broughtBy, 'or')} has to stand before it.`,
      ja: `${name.ja} を使えるようにする指定が後ろにあります。iptables は左から読むため、${broughtBy.map(quoted).join('、')} を前に書いてください。`,
    };
  }
  return {
    en: `${name.en} needs ${list(broughtBy, 'or')} before it: without that iptables does not know the option.`,
    ja: `${name.ja} の前に ${broughtBy.map(quoted).join(' か ')} が必要です。これがないと iptables はこのオプションを認識しません。`,
  };
}

/** Where to insert so that a `!` stays with its option. */
function negationStart(text: string, start: number): number {
  const before = /!\s+$/.exec(text.slice(0, start));
  return before === null ? start : before.index;
}

function list(words: readonly string[], last: 'and' | 'or'): string {
  const all = words.map(quoted);
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} ${last} ${all[all.length - 1]}`;
}

function quoted(words: string): string {
  return `\`${words}\``;
}
