import type { Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';

/**
 * A section that is loaded on top of others (`iptables-restore --noflush`), so that what it lacks may stand there: its file is
 * one of a program that does so, or it has nothing of any built-in chain.
 */
export function isFragment(file: RulesFile, section: Section): boolean {
  if (file.loadedOnTop) return true;
  for (const chain of section.chains.values()) {
    if (chain.builtin && (chain.declared >= 0 || chain.policyLine >= 0 || chain.rules.length > 0)) return false;
  }
  return true;
}
