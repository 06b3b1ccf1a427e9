import type { Language, Text } from '../../l10n/text';
import type { RulesFile } from '../../model/rules-file';
import type { TemplateLanguage } from '../../syntax/template-language';
import type { Tag } from '../../syntax/template-tags';
import type { Position } from '../../text/position';
import { heading, paragraphs } from '../support/markdown';
import { tagAt, templateNames } from '../support/template-tags';
import type { Explanation } from './explain';

/** What a construct of a template is for; `undefined` outside of them. */
export function explainTag(file: RulesFile, position: Position, language: Language): Explanation | undefined {
  const tag = tagAt(file, position);
  if (tag === undefined) return undefined;
  const written = file.lineText(position.line).slice(tag.start, tag.end).trim();
  const name = written.length > longest ? `${written.slice(0, longest)}…` : written;
  const text = paragraphs(
    heading(name, titles[tag.kind][language], templateNames[tag.language][language]),
    words(file, position.line, tag)[language],
  );
  return { text, span: { start: tag.start, end: tag.end } };
}

/** A longer construct is cut in its heading: it stands in the line anyway. */
const longest = 60;

const titles: Record<Tag['kind'], Text> = {
  placeholder: { en: 'Placeholder', ja: 'プレースホルダー' },
  control: { en: 'Control tag', ja: '制御タグ' },
  comment: { en: 'Comment of the template', ja: 'テンプレートのコメント' },
};

const fillers: Record<TemplateLanguage, Text> = {
  jinja: { en: 'Jinja', ja: 'Jinja' },
  erb: { en: 'ERB', ja: 'ERB' },
  go: { en: 'the Go template', ja: 'Go テンプレート' },
  shell: { en: 'the shell or `envsubst`', ja: 'シェルまたは `envsubst`' },
  at: { en: '`configure`, CMake or the like', ja: '`configure` や CMake など' },
};

function words(file: RulesFile, line: number, tag: Tag): Text {
  const by = fillers[tag.language];
  if (tag.kind === 'comment') return { en: 'Not a part of the rules file that is made.', ja: '生成されるルールファイルには含まれません。' };
  if (tag.kind === 'control') {
    return {
      en: `Read by ${by.en}. Lines in a block may be there, be left out, or come several times, so nothing is said that depends on it.`,
      ja: `${by.ja} が読む行です。ブロックの中の行は、出力されることも、省かれることも、繰り返されることもあるため、それに左右されることは指摘しません。`,
    };
  }
  if (tag.flow === 'include' || file.records[line]?.template?.role === 'opaque') {
    return {
      en: `Filled in by ${by.en}; it may become any lines of rules.`,
      ja: `${by.ja} が値を埋め込みます。どのような行にもなりうるものとして扱います。`,
    };
  }
  return { en: `Filled in by ${by.en}; treated as any value.`, ja: `${by.ja} が値を埋め込みます。任意の値として扱います。` };
}
