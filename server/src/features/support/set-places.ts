import type { BoundValue } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import type { Position, Span } from '../../text/position';
import { roleAt } from './roles';

/** A place where a rule names an ipset. */
export interface SetPlace extends Span {
  readonly line: number;
  /** The rule puts entries into the set, or takes them out. */
  readonly writes: boolean;
}

/** The ipset that the word at a position names; `undefined` for any other word. */
export function setAt(file: RulesFile, position: Position): (Span & { readonly name: string }) | undefined {
  const role = roleAt(file, position);
  if (role?.kind !== 'value' || !namesSet(role.value) || role.value.text === '') return undefined;
  return { name: role.value.text, start: role.start, end: role.end };
}

/** Every place of a file that names a set, in order. Only lines that hold its name are bound. */
export function setPlaces(file: RulesFile, name: string): readonly SetPlace[] {
  const places: SetPlace[] = [];
  for (let line = 0; line < file.records.length; line++) {
    if (file.records[line]?.kind !== 'command' || !file.lineText(line).includes(name)) continue;
    for (const option of file.bound(line)?.options ?? [])
      for (const value of option.values)
        if (namesSet(value) && value.text === name)
          places.push({ line, start: value.start, end: value.end, writes: option.owner?.spec.kind === 'target' });
  }
  return places;
}

function namesSet(value: BoundValue): boolean {
  return value.slot.type.id === 'set-name';
}
