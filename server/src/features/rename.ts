import type { Language, Text } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import type { Edit, Position, Range } from '../text/position';
import { rangeOf, replaceSpan } from '../text/position';
import { whyFixed, whyNoChainName } from './rename/chain-name';
import { labelAt, labelEdits, whyNoLabel } from './rename/label';
import { whyFilledIn } from './rename/template-names';
import { chainAt, chainPlaces } from './support/chain-places';
import { roleAt } from './support/roles';
import { setAt } from './support/set-places';

/** Why something is not renamed, in the user's language. */
export interface RenameRefusal {
  readonly refusal: string;
}

/** What can be renamed at a place. */
export interface Renameable {
  readonly range: Range;
  readonly placeholder: string;
}

/**
 * What has a name at a position that can be changed: a chain, or the text of a `--comment`; the reason where it keeps its name;
 * `undefined` for words that are no names.
 */
export function prepareRename(file: RulesFile, position: Position, language: Language): Renameable | RenameRefusal | undefined {
  const chain = chainAt(file, position);
  const reason = chain === undefined ? whyForeign(file, position) : (whyFixed(file, chain) ?? whyFilledIn(file, chain));
  if (reason !== undefined) return { refusal: reason[language] };
  if (chain !== undefined) return { range: rangeOf(chain.line, chain), placeholder: chain.name };
  const label = labelAt(file, position);
  return label && { range: rangeOf(position.line, label), placeholder: label.value.text };
}

/**
 * The edits that give what is named at a position another name: a chain wherever the sections of its table name it, a comment
 * in every rule of the file that has the same one; the reason where that cannot be; `undefined` for words that are no names.
 */
export function rename(file: RulesFile, position: Position, newName: string, language: Language): Edit[] | RenameRefusal | undefined {
  const chain = chainAt(file, position);
  if (chain !== undefined) {
    if (newName === chain.name) return [];
    const reason = whyFixed(file, chain) ?? whyFilledIn(file, chain) ?? whyNoChainName(file, chain, newName);
    if (reason !== undefined) return { refusal: reason[language] };
    return chainPlaces(file, chain.table, chain.name).map((place) => replaceSpan(place.line, place, newName));
  }
  const label = labelAt(file, position);
  const reason = label === undefined ? whyForeign(file, position) : whyNoLabel(newName);
  if (reason !== undefined) return { refusal: reason[language] };
  return label && labelEdits(file, label.value.text, newName);
}

/** Why a name is not this file's to change. */
function whyForeign(file: RulesFile, position: Position): Text | undefined {
  const set = setAt(file, position);
  if (set !== undefined) {
    return {
      en: `The set \`${set.name}\` is made by ipset, outside of this file. Rename it there, and then in the rules.`,
      ja: `セット \`${set.name}\` は、このファイルの外で ipset が作るものです。先にそちらで名前を変えてから、ルールを書き換えてください。`,
    };
  }
  const role = roleAt(file, position);
  if (role?.kind !== 'extension' && role?.kind !== 'table') return undefined;
  return {
    en: `\`${role.name}\` belongs to iptables itself and cannot be renamed. Only user chains and the texts of \`--comment\` can.`,
    ja: `\`${role.name}\` は iptables 自体のもので、名前を変えることはできません。変えられるのはユーザー定義チェインと \`--comment\` の文字列です。`,
  };
}
