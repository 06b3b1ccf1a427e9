import type { BackEnd, Family } from '../catalogue/schema';
import type { Language } from '../l10n/text';
import type { Severity } from '../rules/rule';

/** What the user can set. Section `iptables` of the editor's settings. */
export interface Settings {
  /** The family of every file; `auto`: each file tells by itself. */
  readonly family: Family | 'auto';
  /** Whose refusals count. */
  readonly backend: BackEnd | 'any';
  /** A severity, or `off`, by diagnostic code. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** The language of hovers and messages; `auto`: the editor's. */
  readonly language: Language | 'auto';
}

export const defaultSettings: Settings = { family: 'auto', backend: 'any', rules: {}, language: 'auto' };

const severities: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);

/** Reads settings that a client sent. What is not of the right shape counts as not set. */
export function readSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return defaultSettings;
  const { family, backend, rules, language } = value as Record<string, unknown>;
  return {
    family: family === 'ipv4' || family === 'ipv6' ? family : 'auto',
    backend: backend === 'legacy' || backend === 'nft' ? backend : 'any',
    rules: readRules(rules),
    language: language === 'en' || language === 'ja' ? language : 'auto',
  };
}

function readRules(value: unknown): Settings['rules'] {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, severity]) => severities.has(severity)));
}
