import type { Text } from '../../l10n/text';
import type { RulesFile } from '../../model/rules-file';
import { mayBecome } from '../../syntax/template-line';
import type { NamedChain } from '../support/chain-places';

/**
 * Why a chain of a template keeps its name: it is filled in, or a placeholder may stand for it somewhere else, which a rename would
 * not find; `undefined` when nothing of that kind is there.
 */
export function whyFilledIn(file: RulesFile, { name, line, start, end }: NamedChain): Text | undefined {
  if (file.templateLanguage === undefined) return undefined;
  const holes = file.records[line]?.template?.holes ?? [];
  if (holes.some((hole) => hole.start < end && start < hole.end)) {
    return {
      en: `The name \`${name}\` is filled in by the template. Change it where its value comes from.`,
      ja: `名前 \`${name}\` はテンプレートが埋め込むものです。値の定義元で変更してください。`,
    };
  }
  const other = lineThatMayMean(file, name);
  if (other === undefined) return undefined;
  return {
    en: `A placeholder in line ${other + 1} may stand for \`${name}\`, and a rename would miss it. Rename the chain by hand.`,
    ja: `${other + 1} 行目のプレースホルダーが \`${name}\` を指す可能性があり、名前の変更から漏れるおそれがあります。手作業で変更してください。`,
  };
}

/** The first line in which a placeholder may be a chain's name, or which has the name in what the template reads; `undefined` without one. */
function lineThatMayMean(file: RulesFile, name: string): number | undefined {
  for (const [line, record] of file.records.entries()) {
    const { template } = record;
    if (template === undefined || template.tags.length === 0) continue;
    const text = file.lineText(line);
    if (template.tags.some((tag) => tag.kind !== 'comment' && wordsOf(text.slice(tag.start, tag.end)).includes(name))) return line;
    for (const [start, end] of [
      [record.chainStart, record.chainEnd],
      [record.jumpStart, record.jumpEnd],
    ] as const) {
      if (record.kind !== 'table' && template.holes.some((hole) => hole.start < end && start < hole.end)) {
        if (mayBecome(template.masked.slice(start, end), name)) return line;
      }
    }
  }
  return undefined;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^\w-]+/);
}
