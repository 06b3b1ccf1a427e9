import type { LineRecord } from '../model/record';
import type { RulesFile } from '../model/rules-file';
import type { Conditions } from './conditions';
import { conditionsOf } from './conditions';

const cache = new WeakMap<LineRecord, Conditions>();

/** The conditions of a rule's line; `undefined` when the line holds no rule. They are kept as long as the line stays as it is. */
export function lineConditions(file: RulesFile, line: number): Conditions | undefined {
  const record = file.records[line];
  if (record === undefined) return undefined;
  let conditions = cache.get(record);
  if (conditions === undefined) {
    const rule = file.bound(line);
    if (rule === undefined) return undefined;
    conditions = conditionsOf(rule, file.family);
    cache.set(record, conditions);
  }
  return conditions;
}
