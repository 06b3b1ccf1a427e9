import { matchNamed, targetNamed } from '../catalogue/index';
import type { ExtensionSpec } from '../catalogue/schema';
import type { BoundOption } from '../model/bound';
import { optionSpan } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeTitle, removeWords } from './support/fix';
import { longName } from './support/general-option';

export const duplicateOption = defineRule({
  code: 'duplicate-option',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Option given twice', ja: '重複したオプション' },
  page: {
    en: 'Nearly every option may be given once in a rule; `-j` and `-g` count as one. Several addresses go into one `-s` or `-d`, with commas; several ports into `-m multiport --dports`. Whole matches may be repeated: `-m limit … -m limit …` are two.',
    ja: 'ほとんどのオプションは、一つのルールに一度しか書けません（`-j` と `-g` は合わせて一度です）。複数のアドレスは一つの `-s` や `-d` にコンマで並べ、複数のポートは `-m multiport --dports` に書きます。マッチ自体は繰り返すことができ、`-m limit … -m limit …` は二つのマッチになります。',
  },
  refusals: [
    'multiple -s flags not allowed',
    'multiple --source options not allowed',
    "Only one `--destination-port' allowed",
    'state: option "--state" can only be used once.',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.1 -s 192.0.2.2 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.1,192.0.2.2 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state NEW --state ESTABLISHED -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state NEW,ESTABLISHED -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ option, extension }) =>
    extension === undefined
      ? {
          en: `A rule takes \`${option}\` only once, and it stands here already. Remove one of the two.`,
          ja: `\`${option}\` は一つのルールに一度しか書けず、すでに指定されています。どちらかを削除してください。`,
        }
      : {
          en: `${extension} takes \`${option}\` only once, and it stands here already. Remove one of the two.`,
          ja: `${extension} の \`${option}\` は一度しか書けず、すでに指定されています。どちらかを削除してください。`,
        },
  refusal: ({ option, extension }) => {
    if (extension === undefined) {
      const long = longName(option);
      return long === undefined ? undefined : `multiple --${long === 'goto' ? 'jump' : long} options not allowed`;
    }
    const name = canonicalName(extension, option);
    if (name === undefined) return undefined;
    if (extension !== 'tcp') return `${extension}: option "--${name}" can only be used once.`;
    return name === 'syn' || name === 'tcp-flags' ? "Only one of `--syn' or `--tcp-flags'  allowed" : `Only one \`--${name}' allowed`;
  },
  related: ({ line, first }) => [{ line, span: first, message: { en: 'The first one.', ja: '最初の指定です。' } }],
  fixes: removeOne,
});

/** Removes the second or the first of the two; without being asked only where they say the same. */
function removeOne(finding: Finding<'duplicate-option'>, file: RulesFile): readonly Fix[] {
  const rule = file.bound(finding.line);
  const second = rule?.options.find((option) => option.name.start === finding.start);
  const first = rule?.options.find((option) => option.name.start === finding.first.start);
  if (first === undefined || second === undefined) return [];
  const fix = (option: BoundOption): Fix => {
    const span = optionSpan(option);
    return {
      title: removeTitle(file.lineText(finding.line).slice(span.start, span.end)),
      edits: [removeWords(file, finding.line, span)],
    };
  };
  if (saySame(first, second)) return [{ ...fix(second), preferred: true, automatic: true }];
  // The options of a target cannot do without it.
  const removable = [second, first].filter((option) => !rule?.options.some((use) => use.owner?.name.start === option.values[0]?.start));
  return removable.map((option, index) => (index === 0 ? { ...fix(option), preferred: true } : fix(option)));
}

function saySame(a: BoundOption, b: BoundOption): boolean {
  return (
    a.spec === b.spec &&
    (a.negation === undefined) === (b.negation === undefined) &&
    a.values.length === b.values.length &&
    a.values.every((value, index) => value.text === b.values[index]?.text)
  );
}

/** The long name that iptables prints for an option of an extension, of whichever family. */
function canonicalName(extension: string, option: string): string | undefined {
  const specs: readonly (ExtensionSpec | undefined)[] = [
    matchNamed(extension, 'ipv4'),
    targetNamed(extension, 'ipv4'),
    matchNamed(extension, 'ipv6'),
    targetNamed(extension, 'ipv6'),
  ];
  const written = option.replace(/^--?/, '');
  for (const spec of specs)
    for (const one of spec?.options ?? []) if (one.name === written || one.aliases?.includes(written)) return one.name;
  return undefined;
}
