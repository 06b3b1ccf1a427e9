import type { Change, ExtensionSpec, OptionSpec } from './schema';

/** One option of a rule, as far as the catalogue needs to know. */
export interface GivenOption {
  readonly spec: OptionSpec;
  readonly values: readonly { readonly text: string }[];
}

/** Whether an extension with these options may look at something that a target can change. */
export function reads(spec: ExtensionSpec, options: readonly GivenOption[], change: Change): boolean {
  if ((spec.reads ?? unlessTold(spec, options)).includes(change)) return true;
  return options.some((option) => optionReads(option).includes(change));
}

/** What an extension looks at of which the catalogue says nothing else. Without options a match asks for no field of a header, at most whether there is one. */
function unlessTold({ kind }: ExtensionSpec, options: readonly GivenOption[]): readonly Change[] {
  if (kind === 'target') return [];
  return options.length === 0 ? addresses : packetItself;
}

const addresses: readonly Change[] = ['source', 'destination'];
const packetItself: readonly Change[] = ['header', ...addresses];

function optionReads({ spec, values }: GivenOption): readonly Change[] {
  if (spec.reads === undefined) return [];
  return spec.readsWhere === undefined || spec.readsWhere.test(values.map(({ text }) => text).join(' ')) ? spec.reads : [];
}
