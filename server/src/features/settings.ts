import type { BackEnd, Family } from '../catalogue/schema';
import type { Language } from '../l10n/text';
import type { Severity } from '../rules/rule';
import type { TemplateMode } from '../syntax/template-language';

/** What the user can set. Section `iptables` of the editor's settings. */
export interface Settings {
  /** The family of every file; `auto`: each file tells by itself. */
  readonly family: Family | 'auto';
  /** Whose refusals count. */
  readonly backend: BackEnd | 'any';
  /** A severity, or `off`, by diagnostic code. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** The TCP ports at which sshd of the files' hosts may listen. */
  readonly sshPorts: readonly number[];
  /** Whether files may be templates that another program fills in. */
  readonly templates: TemplateMode;
  /** The language of hovers and messages; `auto`: the editor's. */
  readonly language: Language | 'auto';
  /** Which notes stand between a file's words. */
  readonly inlayHints: InlayHintSettings;
  /** What stands above the declarations of chains. */
  readonly codeLens: CodeLensSettings;
  /** How files are formatted. */
  readonly format: FormatSettings;
}

export interface InlayHintSettings {
  /** The service behind a port number. */
  readonly services: boolean;
  /** The first and the last address behind a prefix. */
  readonly prefixRanges: boolean;
  /** A decimal mark in hexadecimal and the reverse. */
  readonly marks: boolean;
  /** The policy of a built-in chain behind its last rule. */
  readonly policies: boolean;
  /** Large counters, rounded. */
  readonly counters: boolean;
  /** The numbers of `iptables -L --line-numbers` before rules. */
  readonly ruleNumbers: boolean;
}

export interface CodeLensSettings {
  /** How many rules jump to a user chain. */
  readonly references: boolean;
  /** The policy of a built-in chain and how many rules it has. */
  readonly policy: boolean;
}

export interface FormatSettings {
  /** `tidy`: blanks only; `canonical`: rules as iptables-save prints them. */
  readonly style: 'tidy' | 'canonical';
  /** The rules of a chain that follow each other have their parts in columns. */
  readonly align: boolean;
}

export const defaultSettings: Settings = {
  family: 'auto',
  backend: 'any',
  rules: {},
  sshPorts: [22],
  templates: 'auto',
  language: 'auto',
  inlayHints: { services: true, prefixRanges: true, marks: true, policies: true, counters: true, ruleNumbers: false },
  codeLens: { references: true, policy: true },
  format: { style: 'tidy', align: false },
};

const severities: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);

/** Reads settings that a client sent. What is not of the right shape counts as not set. */
export function readSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return defaultSettings;
  const { family, backend, rules, sshPorts, templates, language, inlayHints, codeLens, format } = value as Record<string, unknown>;
  return {
    family: family === 'ipv4' || family === 'ipv6' ? family : 'auto',
    backend: backend === 'legacy' || backend === 'nft' ? backend : 'any',
    rules: readRules(rules),
    sshPorts: readPorts(sshPorts) ?? defaultSettings.sshPorts,
    templates: templates === 'off' ? 'off' : 'auto',
    language: language === 'en' || language === 'ja' ? language : 'auto',
    inlayHints: readSwitches(inlayHints, defaultSettings.inlayHints),
    codeLens: readSwitches(codeLens, defaultSettings.codeLens),
    format: readFormat(format),
  };
}

function readFormat(value: unknown): FormatSettings {
  const { style, align } = (typeof value === 'object' ? (value ?? {}) : {}) as Record<string, unknown>;
  return { style: style === 'canonical' ? 'canonical' : 'tidy', align: align === true };
}

/** Reads what can be on or off, each by its name. */
function readSwitches<T extends { readonly [Name in keyof T]: boolean }>(value: unknown, defaults: T): T {
  if (typeof value !== 'object' || value === null) return defaults;
  const given = Object.entries(value).filter(([name, state]) => name in defaults && typeof state === 'boolean');
  return { ...defaults, ...Object.fromEntries(given) };
}

function readPorts(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((port): port is number => Number.isInteger(port) && port > 0 && port < 65536);
}

function readRules(value: unknown): Settings['rules'] {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, severity]) => severities.has(severity)));
}
