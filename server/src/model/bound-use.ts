import type { ExtensionUse, Family, OptionUse, TableName } from '../catalogue/schema';
import type { BoundExtension, BoundOption, BoundRule } from './bound';
import { generalOption } from './bound';

/**
 * A rule as an extension's own check sees it. A class, because most checks never ask for the other matches: a getter of an
 * object literal would make V8 build a hidden class for each rule, which only a full collection frees again.
 */
export class BoundUse implements ExtensionUse {
  readonly protocol: number | undefined;
  readonly protocolInverted: boolean;
  readonly options: readonly OptionUse[];

  constructor(
    private readonly rule: BoundRule,
    extension: BoundExtension,
    readonly family: Family,
    readonly table: TableName | undefined,
  ) {
    this.protocol = rule.protocol;
    this.protocolInverted = rule.protocolInverted;
    this.options = usesOf(rule, extension);
  }

  get matches(): ExtensionUse['matches'] {
    return this.rule.matches.map((match) => ({ name: match.spec.name, options: usesOf(this.rule, match) }));
  }
}

/** The protocol that `-p` has named when an option is read. */
export function protocolBefore(rule: BoundRule, option: BoundOption | undefined): number | undefined {
  if (rule.protocol === undefined || option === undefined) return rule.protocol;
  const protocol = generalOption(rule, 'protocol');
  return protocol !== undefined && protocol.name.start < option.name.start ? rule.protocol : undefined;
}

function usesOf(rule: BoundRule, extension: BoundExtension): OptionUse[] {
  return extension.options.map((use) => ({
    protocol: protocolBefore(rule, use),
    name: use.spec.name,
    inverted: use.negation !== undefined,
    values: use.values.map((value) => value.text),
  }));
}
