import type { Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { sectionAt } from '../../model/sections';
import type { Fix } from '../rule';
import { insertLines } from './sections';

/** The line before which one more declaration fits: behind those that a section begins with. */
export function declarationLine(file: RulesFile, section: Section): number {
  const found = known.get(file);
  const places = found?.revision === file.revision ? found.places : new Map<Section, number>();
  if (places !== found?.places) known.set(file, { revision: file.revision, places });
  const place = places.get(section) ?? lineBehindDeclarations(file, section);
  places.set(section, place);
  return place;
}

/** Of each rule that names a chain which is not declared the same is asked. */
const known = new WeakMap<RulesFile, { readonly revision: number; readonly places: Map<Section, number> }>();

function lineBehindDeclarations(file: RulesFile, section: Section): number {
  let place = section.first + 1;
  for (let line = place; line <= section.last; line++) {
    const kind = file.records[line]?.kind;
    if (kind === 'chain') place = line + 1;
    else if (kind !== 'blank' && kind !== 'comment') break;
  }
  return place;
}

/** "Declare the chain": adds it to the declarations of the section that a line stands in. */
export function declareChain(file: RulesFile, line: number, name: string, preferred: boolean): readonly Fix[] {
  const section = sectionAt(file, line);
  if (section === undefined) return [];
  return [
    {
      title: { en: `Declare the chain \`${name}\``, ja: `チェイン \`${name}\` を宣言する` },
      edits: [insertLines(file, declarationLine(file, section), [`:${name} - [0:0]`])],
      ...(preferred ? { preferred: true } : {}),
    },
  ];
}
