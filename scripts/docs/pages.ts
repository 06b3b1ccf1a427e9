// The reference pages: one per diagnostic and one per extension, in English and Japanese, from what the server itself knows.

import type { Example, ExtensionSpec, OptionSpec } from '../../server/src/catalogue/index';
import { allMatches, allTargets } from '../../server/src/catalogue/index';
import { rulePage } from '../../server/src/features/rule-page';
import { optionSignature, optionSpellings } from '../../server/src/features/support/describe';
import { whereValid } from '../../server/src/features/support/where';
import type { Language, Text } from '../../server/src/l10n/text';
import { allRules } from '../../server/src/rules/all';
import type { Rule } from '../../server/src/rules/rule';

/** A file to write. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

const languages: readonly Language[] = ['en', 'ja'];
const ending = (language: Language): string => (language === 'en' ? '.md' : '.ja.md');

const words = {
  diagnostics: { en: 'Diagnostics', ja: '診断の一覧' },
  extensions: { en: 'Matches and targets', ja: 'マッチとターゲット' },
  match: { en: 'Matches', ja: 'マッチ' },
  target: { en: 'Targets', ja: 'ターゲット' },
  code: { en: 'Code', ja: 'コード' },
  severity: { en: 'Severity', ja: '重大度' },
  what: { en: 'What', ja: '内容' },
  options: { en: 'Options', ja: 'オプション' },
  spellings: { en: 'Spellings', ja: '書き方' },
  notes: { en: 'Notes', ja: '備考' },
  examples: { en: 'Examples', ja: '例' },
  source: { en: 'Checked against', ja: '確認した資料' },
  not: { en: '`!` may stand before it', ja: '前に `!` を書けます' },
  required: { en: 'required', ja: '必須' },
  repeatable: { en: 'may be given more than once', ja: '複数回書けます' },
  excludes: { en: 'not with', ja: '併用不可' },
  needs: { en: 'needs', ja: '併せて必要' },
  since: { en: 'since', ja: '導入' },
  differs: { en: 'In 1.8.9', ja: '1.8.9 では' },
  requires: { en: 'needs', ja: '必要なもの' },
} satisfies Record<string, Text>;

/** The codes with their titles and default severities, for the settings' schema. */
export function codes(): readonly { readonly code: string; readonly title: Text; readonly severity: string }[] {
  return [...allRules]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((rule) => ({ code: rule.code, title: rule.title, severity: defaultOf(rule) }));
}

/** The severity that a rule has where the user sets none. */
function defaultOf(rule: Rule): string {
  return rule.offByDefault === true ? 'off' : rule.severity;
}

/** Every page. */
export function pages(): readonly Page[] {
  return languages.flatMap((language) => [
    diagnosticIndex(language),
    ...allRules.map((rule) => ({ path: `docs/diagnostics/${rule.code}${ending(language)}`, text: rulePage(rule.code, language) ?? '' })),
    extensionIndex(language),
    ...[...allMatches, ...allTargets].map((spec) => extensionPage(spec, language)),
  ]);
}

function diagnosticIndex(language: Language): Page {
  const rows = [...allRules]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((rule) => `| [${rule.code}](${rule.code}${ending(language)}) | ${defaultOf(rule)} | ${rule.title[language]} |`);
  return {
    path: `docs/diagnostics/README${ending(language)}`,
    text: `# ${words.diagnostics[language]}\n\n| ${words.code[language]} | ${words.severity[language]} | ${words.what[language]} |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
  };
}

function extensionIndex(language: Language): Page {
  const list = (kind: 'match' | 'target', all: readonly ExtensionSpec[]): string =>
    `## ${words[kind][language]}\n\n${all.map((spec) => `- [${spec.name}](${folderOf(spec)}/${spec.name}${ending(language)}): ${spec.summary[language]}`).join('\n')}\n`;
  return {
    path: `docs/extensions/README${ending(language)}`,
    text: `# ${words.extensions[language]}\n\n${list('match', allMatches)}\n${list('target', allTargets)}`,
  };
}

function extensionPage(spec: ExtensionSpec, language: Language): Page {
  const parts = [
    `# ${spec.name}`,
    spec.summary[language],
    whereValid(spec, language),
    spec.deprecated === undefined ? '' : `> ${spec.deprecated[language]}`,
    spec.doc[language],
    ...(spec.options.length === 0 ? [] : [`## ${words.options[language]}`, ...spec.options.map((option) => optionPart(option, language))]),
    `## ${words.examples[language]}`,
    ...spec.examples.map((example) => examplePart(example, language)),
    `## ${words.source[language]}`,
    sourcePart(spec, language),
  ];
  return {
    path: `docs/extensions/${folderOf(spec)}/${spec.name}${ending(language)}`,
    text: `${parts.filter((part) => part !== '').join('\n\n')}\n`,
  };
}

function optionPart(option: OptionSpec, language: Language): string {
  const spellings = optionSpellings(option);
  const notes = [
    spellings.length > 1 ? `${words.spellings[language]}: ${spellings.map(quoted).join(', ')}` : '',
    ...option.values.map((slot) => `${quoted(slot.label)}: ${slot.type.doc[language]}`),
    option.families === undefined ? '' : option.families.map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')).join(', '),
    option.required === true ? words.required[language] : '',
    option.invertible === true ? words.not[language] : '',
    option.repeatable === true ? words.repeatable[language] : '',
    option.excludes === undefined ? '' : `${words.excludes[language]} ${option.excludes.map((name) => quoted(`--${name}`)).join(', ')}`,
    option.needs === undefined ? '' : `${words.needs[language]} ${option.needs.map((name) => quoted(`--${name}`)).join(', ')}`,
    option.since === undefined ? '' : `${words.since[language]} ${option.since}`,
    option.deprecated?.[language] ?? '',
  ].filter((note) => note !== '');
  return [`### ${quoted(optionSignature(option))}`, option.doc[language], notes.map((note) => `- ${note}`).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function examplePart(example: Example, language: Language): string {
  const note = example.requires === undefined ? '' : ` (${words.requires[language]}: ${example.requires})`;
  return `${example.title[language]}${note}:\n\n\`\`\`iptables\n*${example.table}\n${example.rules.join('\n')}\nCOMMIT\n\`\`\``;
}

function sourcePart(spec: ExtensionSpec, language: Language): string {
  const { man, file, kernel, differs } = spec.source;
  return [
    `- iptables-extensions(8), ${man}`,
    `- iptables 1.8.11, ${file}`,
    ...(kernel === undefined ? [] : [`- Linux, ${kernel}`]),
    ...(differs === undefined ? [] : [`- ${words.differs[language]}: ${differs}`]),
    ...(spec.since === undefined ? [] : [`- ${words.since[language]} ${spec.since}`]),
  ].join('\n');
}

function folderOf(spec: ExtensionSpec): string {
  return spec.kind === 'match' ? 'matches' : 'targets';
}

function quoted(text: string): string {
  return `\`${text}\``;
}
