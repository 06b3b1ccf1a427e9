import { builtinChains, policies, tableNamed, tables } from '../../catalogue/index';
import type { CommandSpec } from '../../catalogue/schema';
import type { Language } from '../../l10n/text';
import { countOf, words } from '../../l10n/words';
import type { Chain, Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { code, codes, heading, paragraphs, rulesBlock } from './markdown';
import { hooksOf, jumpsTo } from './sections';
import { named } from './where';

/** The most rules of a user chain that its description shows. */
const fewRules = 6;
/** The most lines that jump to a chain which are named. */
const fewLines = 6;

/** A table; `undefined` for a name that is none's. Markdown. */
export function describeTable(name: string, language: Language): string | undefined {
  const table = tableNamed(name);
  if (table === undefined) return undefined;
  return paragraphs(
    heading(table.name, words.table[language], named(table.chains, words.chain, words.chains, language)),
    table.summary[language],
    table.doc[language],
    rulesBlock([`*${table.name}`, ...table.chains.map((chain) => `:${chain} ACCEPT [0:0]`), 'COMMIT']),
  );
}

/** A built-in chain, whatever table it stands in; `undefined` for a name that is none's. Markdown. */
export function describeBuiltinChain(name: string, language: Language, facts?: string): string | undefined {
  const chain = builtinChains.find((one) => one.name === name);
  if (chain === undefined) return undefined;
  const having = tables.filter((table) => table.chains.includes(chain.name)).map((table) => table.name);
  return paragraphs(
    heading(chain.name, words.builtinChain[language], named(having, words.table, words.tables, language)),
    chain.summary[language],
    chain.doc[language],
    facts,
  );
}

/** What a file does with a built-in chain: its policy and how many rules it has. */
export function builtinChainFacts(section: Section, chain: Chain, language: Language): string {
  const rules = ruleCount(chain, language);
  const { policy } = chain;
  const set =
    policy === undefined || policy === '-' ? '' : `${words.policy[language]} ${code(policy)}${lineNote(chain.policyLine, language)}`;
  const inTable = language === 'ja' ? `このファイルの ${code(section.table)}` : `In ${code(section.table)} of this file`;
  return `${inTable}: ${[set, rules].filter((part) => part !== '').join(language === 'ja' ? '、' : ', ')}`;
}

/** A user chain: where it is declared, how many rules it has and the first of them, who jumps to it. Markdown. */
export function describeUserChain(file: RulesFile, section: Section, chain: Chain, language: Language): string {
  const shown = chain.rules.slice(0, fewRules).map((line) => file.lineText(line));
  if (chain.rules.length > shown.length)
    shown.push(`# … ${countOf(chain.rules.length - shown.length, 'more', 'more', (n) => `ほか ${n} 個`)[language]}`);
  return paragraphs(
    heading(
      chain.name,
      words.userChain[language],
      language === 'ja' ? `${code(section.table)} ${words.table.ja}` : `${words.table.en} ${code(section.table)}`,
    ),
    [declaredNote(chain, language), ruleCount(chain, language)].join(language === 'ja' ? '、' : ', '),
    jumpNote(file, section, chain, language),
    shown.length > 0 ? rulesBlock(shown) : undefined,
  );
}

/** A command. Markdown. */
export function describeCommand(command: CommandSpec, language: Language): string {
  const sample: Readonly<Record<string, string>> = { chain: 'INPUT', 'new-chain': 'LOGDROP', number: '1', policy: 'DROP' };
  const usage = command.words.map((word) => word.replace('number-or-range', 'number'));
  const example = command.words
    .filter((word) => !word.startsWith('['))
    .map((word) => (command.name === 'rename-chain' && word === 'chain' ? 'OLDNAME' : (sample[word] ?? word)));
  const rule = command.takesRule ? ['-p tcp --dport 22 -j ACCEPT'] : [];
  return paragraphs(
    heading([`-${command.short}`, ...usage].join(' '), words.command[language], code(`--${command.name}`)),
    command.doc[language],
    rulesBlock([[`-${command.short}`, ...example, ...rule].join(' ')]),
  );
}

/** A policy, or the `-` in its place; `undefined` for a word that is none. Markdown. */
export function describePolicy(name: string, language: Language): string | undefined {
  const policy = policies.find((one) => one.name === name);
  return policy && paragraphs(heading(policy.name, words.policy[language]), policy.doc[language]);
}

function ruleCount(chain: Chain, language: Language): string {
  return countOf(chain.rules.length, 'rule', 'rules', (shown) => `ルール ${shown} 個`)[language];
}

function declaredNote(chain: Chain, language: Language): string {
  const line = chain.declared + 1;
  return language === 'ja' ? `${line} 行目で宣言` : `Declared in line ${line}`;
}

function lineNote(line: number, language: Language): string {
  if (line < 0) return '';
  return language === 'ja' ? `(${line + 1} 行目)` : ` (line ${line + 1})`;
}

function jumpNote(file: RulesFile, section: Section, chain: Chain, language: Language): string {
  const jumps = jumpsTo(section, chain);
  if (jumps.length === 0) {
    return language === 'ja'
      ? 'このチェインへのジャンプはないため、パケットが届くことはありません。'
      : 'No rule jumps to it, so no packet comes here.';
  }
  const lines = new Map<string, number[]>();
  for (const jump of jumps.slice(0, fewLines)) {
    const from = file.nameText(jump.from);
    lines.set(from, [...(lines.get(from) ?? []), jump.line + 1]);
  }
  const rest = jumps.length - fewLines;
  const hooks = hooksOf(section, chain);
  if (language === 'ja') {
    const callers = [...lines].map(([from, at]) => `${code(from)}(${at.join('、')} 行目)`).join('、');
    const more = rest > 0 ? `ほか ${rest} か所` : '';
    const reach = hooks.length > 0 ? `。届くのは ${codes(hooks)} のパケットです。` : '。組み込みチェインからは届きません。';
    return `ジャンプ元: ${callers}${more}${reach}`;
  }
  const callers = [...lines].map(([from, at]) => `${code(from)} (${at.length === 1 ? 'line' : 'lines'} ${at.join(', ')})`).join(', ');
  const more = rest > 0 ? ` and ${rest} more` : '';
  const reach = hooks.length > 0 ? `; packets of ${codes(hooks)} come here.` : '; no built-in chain leads here.';
  return `Jumped to from ${callers}${more}${reach}`;
}
