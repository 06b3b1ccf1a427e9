import type { ExtensionSpec } from '../../catalogue/schema';
import { protocolNumber } from '../../values/index';
import type { RuleSpot } from './spot';

/**
 * The `-p` that has to be put in for an extension: `''` where the rule needs none, or has it; several to choose from where
 * any of them would do; none where the rule names another protocol.
 */
export function protocolsToAdd(spot: RuleSpot, spec: ExtensionSpec): readonly string[] {
  const { rule } = spot;
  const { protocols } = spec;
  if (protocols === undefined) return [''];
  if (rule.options.some((option) => option.owner === undefined && option.spec.name === 'protocol')) {
    const fits = !rule.protocolInverted && protocols.some((name) => protocolNumber(name) === rule.protocol);
    return fits ? [''] : [];
  }
  const common = protocols.filter((name) => name === 'tcp' || name === 'udp');
  return common.length > 0 ? common : protocols.slice(0, 1);
}

/** Whether the rule's `-p` names a protocol whose match comes with it: `-p tcp` for tcp. */
export function isBroughtByProtocol(spot: RuleSpot, spec: ExtensionSpec): boolean {
  const { rule } = spot;
  if (spec.kind !== 'match' || rule.protocol === undefined || rule.protocolInverted) return false;
  return spec.implicitFor?.some((name) => protocolNumber(name) === rule.protocol) ?? false;
}
