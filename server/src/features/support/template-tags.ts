import type { Text } from '../../l10n/text';
import type { RulesFile } from '../../model/rules-file';
import type { TemplateLanguage } from '../../syntax/template-language';
import type { Tag } from '../../syntax/template-tags';
import type { Position } from '../../text/position';

/** The construct of a template that a position lies in; `undefined` outside of them. */
export function tagAt(file: RulesFile, { line, character }: Position): Tag | undefined {
  return file.records[line]?.template?.tags.find((tag) => tag.start <= character && character < tag.end);
}

/** Whether a cursor stands between the delimiters of a construct: what is typed there is not for iptables. */
export function isInTag(file: RulesFile, { line, character }: Position): boolean {
  const template = file.records[line]?.template;
  const goesOn = template?.before.open !== undefined;
  return (template?.tags ?? []).some(
    (tag) => (tag.start < character || (goesOn && tag.start === 0)) && (character < tag.end || (tag.unclosed && character === tag.end)),
  );
}

/** The names of the languages, for users. */
export const templateNames: Record<TemplateLanguage, Text> = {
  jinja: { en: 'Jinja', ja: 'Jinja' },
  erb: { en: 'ERB', ja: 'ERB' },
  go: { en: 'Go template', ja: 'Go テンプレート' },
  shell: { en: 'shell variables', ja: 'シェル変数' },
  at: { en: '`@VAR@`', ja: '`@VAR@`' },
};
