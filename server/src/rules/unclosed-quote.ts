import { replaceSpan } from '../text/position';
import type { Fix } from './rule';
import { defineRule } from './rule';

export const unclosedQuote = defineRule({
  code: 'unclosed-quote',
  severity: 'error',
  title: { en: 'Unclosed quote', ja: '閉じられていない引用符' },
  page: {
    en: 'A `"` that is never closed takes the rest of the line into the value, options and target included. iptables says nothing: the rule is loaded without its target, so that it only counts, and the value even has the line end in it, which makes the next `iptables-save` unreadable to `iptables-restore`.',
    ja: '閉じられていない `"` は、オプションやターゲットも含めて行の残りをすべて値に取り込みます。iptables は何も言わず、ルールはターゲットなしで（数えるだけのルールとして）読み込まれます。値には改行まで含まれるため、次に `iptables-save` した結果は `iptables-restore` で読めなくなります。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 23 -m comment --comment "no telnet -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 23 -m comment --comment "no telnet" -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ swallowed }) =>
    nextOption(swallowed) === undefined
      ? {
          en: 'This quote is never closed: the value reaches to the line\'s end, line break included. Close it with `"`.',
          ja: 'この引用符は閉じられておらず、改行も含めて行末までが値になります。`"` で閉じてください。',
        }
      : {
          en: `This quote is never closed: everything behind it, \`${nextOption(swallowed)?.name}\` too, becomes a part of the value, and the rule loads without it. Close it with \`"\`.`,
          ja: `この引用符は閉じられておらず、\`${nextOption(swallowed)?.name}\` も含めて後ろがすべて値の一部になり、その分を欠いたルールが読み込まれます。\`"\` で閉じてください。`,
        },
  fixes: (finding, file) => {
    const text = file.lineText(finding.line);
    const fixes: Fix[] = [];
    const option = nextOption(text.slice(finding.start + 1));
    const trimmed = text.trimEnd().length;
    if (option !== undefined) {
      const at = finding.start + 1 + option.behind;
      if (!endsEscaped(text.slice(finding.start + 1, at)))
        fixes.push({
          title: { en: `Close the quote before \`${option.name}\``, ja: `\`${option.name}\` の前で引用符を閉じる` },
          edits: [replaceSpan(finding.line, { start: at, end: at }, '"')],
          preferred: true,
        });
    }
    if (trimmed > finding.start + 1 && !endsEscaped(text.slice(finding.start + 1, trimmed)))
      fixes.push({
        title: { en: "Close the quote at the line's end", ja: '行末で引用符を閉じる' },
        edits: [replaceSpan(finding.line, { start: trimmed, end: text.length }, '"')],
        preferred: fixes.length === 0,
      });
    return fixes;
  },
});

/** What looks like the option that was to follow the closing quote, and the end of the text before it and its `!`. */
function nextOption(swallowed: string): { readonly name: string; readonly behind: number } | undefined {
  const found = /(?<=\s)--?[A-Za-z][A-Za-z0-9-]*(?=\s|=|$)/.exec(swallowed);
  if (found === null) return undefined;
  const before = swallowed.slice(0, found.index).trimEnd();
  const negated = /\s!$/.test(before.slice(-2));
  return { name: found[0], behind: (negated ? before.slice(0, -1).trimEnd() : before).length };
}

/** A quote put behind this text would be escaped by the backslash it ends in. */
function endsEscaped(text: string): boolean {
  let last = text.length;
  while (text[last - 1] === '\\') last--;
  return (text.length - last) % 2 === 1;
}
