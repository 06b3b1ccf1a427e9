import type { ExtensionSpec, OptionSpec } from '../catalogue/schema';
import type { BoundExtension } from '../model/bound';
import { optionSpan } from '../model/bound';
import { extensionsOf } from '../model/check-rule';
import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { optionForWord } from './support/option-for-word';
import { listed } from './support/wording';

export const missingOption = defineRule({
  code: 'missing-option',
  severity: 'error',
  title: { en: 'Missing option', ja: '必要なオプションがない' },
  page: {
    en: 'The match or target cannot do without an option that is not there: `-m state` needs `--state`, `DNAT` needs `--to-destination`. It must stand behind the `-m` or `-j` that brings it, and belong to that one: an option of the same name that an earlier match took does not count.',
    ja: 'マッチやターゲットに必要なオプションがありません。たとえば `-m state` には `--state`、`DNAT` には `--to-destination` が必要です。オプションは、それを使えるようにする `-m` や `-j` の後ろに書きます。前にある別のマッチが受け取った同名のオプションは数えません。',
  },
  refusals: [
    'state: option "--state" must be specified',
    'DNAT: option "--to-destination" must be specified',
    'conntrack: At least one option is required',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state ESTABLISHED -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 80 -j DNAT\nCOMMIT\n',
      good: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 192.0.2.10\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ extension, options }) => {
    const [first = ''] = options;
    if (options.length > mostOffered)
      return {
        en: `${extension} needs at least one of its options, for example \`${first}\`. Add it behind the name.`,
        ja: `${extension} には \`${first}\` などのオプションが少なくとも一つ必要です。後ろに追加してください。`,
      };
    return {
      en: `${extension} cannot do without ${options.length > 1 ? 'one of ' : ''}${listed(options, 'or').en}. Add it behind the name.`,
      ja: `${extension} には ${listed(options, 'or').ja} が必要です。後ろに追加してください。`,
    };
  },
  refusal: ({ refusal }) => refusal,
  fixes: insertSample,
});

/** How many of the possible options are offered. */
const mostOffered = 4;

/** "Insert `--state …`", with a value to be overwritten. */
function insertSample(finding: Finding<'missing-option'>, file: RulesFile): readonly Fix[] {
  const rule = file.bound(finding.line);
  const extension = rule && extensionsOf(rule).find((one) => one.spec.name === finding.extension && touches(one, finding.start));
  if (extension === undefined) return [];
  const stray = rule?.tree.words.find((word) => word.start > extension.name.end);
  // A value that lacks its option is told, and mended, at the value.
  if (stray !== undefined && optionForWord(file, finding.line, stray.start) !== undefined) return [];
  const at = placeBehind(extension, finding.start);
  return finding.options.slice(0, mostOffered).flatMap((name) => {
    const spec = optionOf(extension.spec, name.slice(2), file);
    if (spec === undefined) return [];
    const words = [spec.canonical ?? name, ...(spec.valueOptional === true ? [] : spec.values.map((value) => sample(value.sample)))].join(
      ' ',
    );
    return [
      {
        title: { en: `Insert \`${words}\``, ja: `\`${words}\` を挿入する` },
        edits: [replaceSpan(finding.line, { start: at, end: at }, ` ${words}`)],
        preferred: false,
      },
    ];
  });
}

function touches(extension: BoundExtension, start: number): boolean {
  return extension.name.start === start || extension.options.some((option) => option.name.start === start);
}

function placeBehind(extension: BoundExtension, start: number): number {
  const option = extension.options.find((one) => one.name.start === start);
  return option === undefined ? extension.name.end : optionSpan(option).end;
}

function optionOf(extension: ExtensionSpec, name: string, file: RulesFile): OptionSpec | undefined {
  return extension.options.find(
    (option) => option.name === name && (option.families === undefined || option.families.includes(file.family)),
  );
}

function sample(value: string): string {
  return /\s/.test(value) && !value.startsWith('"') ? `"${value}"` : value;
}
