import { commands, policies, tableNamed, tables } from '../../catalogue/index';
import { words } from '../../l10n/words';
import { chainNamed, sectionAt } from '../../model/sections';
import { allRules } from '../../rules/all';
import { cutWords } from '../../syntax/words';
import type { Span } from '../../text/position';
import { ruleSnippets, sectionSnippets } from '../support/snippet-list';
import { expandStops } from '../support/tab-stops';
import type { Entry } from './item';
import { escapeForSnippet, kinds } from './item';
import type { CompletionRequest } from './request';

const rank = { append: 10, declare: 15, commands: 20, table: 30, commit: 40, snippets: 50, rare: 60 };

/** What can begin a line: in a table its rules, chains and COMMIT, outside the tables and whole sections. */
export function lineEntries(request: CompletionRequest): Entry[] {
  const { file, line } = request;
  const table = tableBefore(request);
  const snippets = request.options.snippets === false ? [] : snippetEntries(request, table);
  if (table === undefined) return [...tableEntries(request), ...snippets];
  const spec = tableNamed(table);
  const family = file.family;
  const entries: Entry[] = (spec?.chains ?? []).map((chain) => ({
    label: `-A ${chain}`,
    kind: kinds.command,
    rank: rank.append,
    insert: `-A ${chain} `,
    suggest: true,
    subject: ['command', 'append', family, table],
  }));
  for (const command of commands) {
    entries.push({
      label: `-${command.short}`,
      kind: kinds.command,
      rank: command.takesRule && command.name !== 'check' ? rank.commands : rank.rare,
      insert: `-${command.short} `,
      suggest: command.words[0]?.includes('chain') === true && command.name !== 'new-chain',
      detail: `--${command.name}`,
      filter: `-${command.short} --${command.name}`,
      subject: ['command', command.name, family, table],
    });
  }
  entries.push(...declarations(request, request.word, ':'));
  const section = sectionAt(file, line);
  if (section?.committed !== true) {
    entries.push({ label: 'COMMIT', kind: kinds.command, rank: rank.commit, doc: words.commit });
  }
  return [...entries, ...snippets];
}

/** The commands behind a rule's counters. */
export function commandEntries(request: CompletionRequest): Entry[] {
  return lineEntries({ ...request, options: { ...request.options, snippets: false } }).filter((entry) => entry.label.startsWith('-'));
}

/** `*` and the tables that the file does not have yet. */
export function tableEntries(request: CompletionRequest): Entry[] {
  const { file, line, text } = request;
  const taken = new Set(
    file
      .resolution()
      .sections.filter((section) => section.first !== line)
      .map((section) => section.table),
  );
  const end = cutWords(text)[0]?.end ?? request.character;
  return tables
    .filter((table) => !taken.has(table.name))
    .map((table) => ({
      label: `*${table.name}`,
      kind: kinds.table,
      rank: rank.table,
      replace: { start: 0, end: text.startsWith('*') ? Math.max(end, request.character) : request.word.end },
      detail: words.table[request.language],
      subject: ['table', table.name, file.family, table.name],
    }));
}

/** A line that begins with a colon: the chain, then its policy, then its counters. */
export function declarationEntries(request: CompletionRequest): Entry[] {
  const { file, line, text, character } = request;
  const before = text.slice(1, character).split(/[ \t]+/);
  const name = before[0] ?? '';
  if (before.length <= 1) {
    const end = cutWords(text)[0]?.end ?? character;
    return declarations(request, { start: 0, end: Math.max(end, character) }, ':');
  }
  const table = file.records[line]?.table;
  const builtin =
    chainNamed(sectionAt(file, line), name)?.builtin ?? tableNamed(table ?? '')?.chains.some((chain) => chain === name) ?? false;
  if (before.length === 2) {
    return policies
      .filter((policy) => (policy.name === '-') !== builtin)
      .map((policy) => ({
        label: policy.name,
        kind: kinds.policy,
        rank: rank.declare,
        insert: /\[/.test(text.slice(character)) ? policy.name : `${policy.name} [0:0]`,
        subject: ['policy', policy.name, file.family, table ?? ''],
      }));
  }
  return before.length === 3 ? [{ label: '[0:0]', kind: kinds.policy, rank: rank.declare, detail: words.counters[request.language] }] : [];
}

/** Chains that the section could still declare: built-in ones of its table, and those that its rules name. */
function declarations(request: CompletionRequest, replace: Span, colon: string): Entry[] {
  const { file, line, text } = request;
  const table = tableBefore(request);
  const section = sectionAt(file, line);
  // In a line that has its policy already only the name is put in.
  const rest = cutWords(text, replace.end).length > 0;
  const declared = (name: string): boolean => {
    const found = chainNamed(section, name)?.declared ?? -1;
    return found >= 0 && found !== line;
  };
  const builtin = (tableNamed(table ?? '')?.chains ?? []).filter((chain) => !declared(chain));
  const entries: Entry[] = builtin.map((chain) => ({
    label: `${colon}${chain}`,
    kind: kinds.builtinChain,
    rank: rank.declare,
    replace,
    insert: rest ? colon + chain : `${colon}${chain} \${1|ACCEPT,DROP|} [0:0]`,
    plain: rest ? colon + chain : `${colon}${chain} ACCEPT [0:0]`,
    subject: ['chain', chain, file.family, table ?? ''],
  }));
  for (const name of undeclaredChains(request)) {
    entries.push({
      label: `${colon}${name}`,
      kind: kinds.userChain,
      rank: rank.declare,
      replace,
      insert: escapeForSnippet(rest ? colon + name : `${colon}${name} - [0:0]`),
      detail: words.notDeclared[request.language],
    });
  }
  return entries;
}

/** The chains that rules of the section name and no line declares. */
function undeclaredChains(request: CompletionRequest): readonly string[] {
  const { file, line } = request;
  const section = sectionAt(file, line);
  if (section === undefined) return [];
  const names = new Set<string>();
  const { faults } = file.resolution();
  for (const [at, list] of faults) {
    if (at < section.first || at > section.last) continue;
    for (const fault of list) {
      if (fault.code === 'undeclared-chain' || (fault.code === 'unknown-chain' && fault.reason === 'missing')) names.add(fault.name);
      if (fault.code === 'unknown-target' && fault.suggestion === undefined) names.add(fault.name);
    }
  }
  return [...names];
}

/** The comment to the checker. */
export function directiveEntries(request: CompletionRequest): Entry[] {
  const { text, character, language } = request;
  const whole = { start: 0, end: text.length };
  const codes = /^#\s*iptables-lint:\s*disable(?:-file)?\s*=\s*(?:[^\s,]+,)*/.exec(text.slice(0, character));
  if (codes === null) {
    if (!'# iptables-lint:'.startsWith(text.slice(0, Math.min(character, 16)))) return [];
    return ['disable', 'disable-file'].map((verb) => ({
      label: `# iptables-lint: ${verb}=`,
      kind: kinds.parameter,
      rank: rank.declare,
      replace: whole,
      detail: words.comment[language],
      doc: words.lintDirective,
    }));
  }
  const start = codes[0].length;
  const end = start + (/^[^\s,]*/.exec(text.slice(start))?.[0].length ?? 0);
  return allRules.map((rule) => ({
    label: rule.code,
    kind: kinds.value,
    rank: rank.declare,
    replace: { start, end },
    doc: rule.title,
  }));
}

/** The snippets that fit: whole sections outside of the tables, where the file has none of theirs; rules in their table. */
function snippetEntries(request: CompletionRequest, table: string | undefined): Entry[] {
  const { file } = request;
  const taken = new Set(file.resolution().sections.map((section) => section.table));
  const fitting =
    table === undefined
      ? sectionSnippets(file.family).filter((snippet) => !snippet.sections.some((name) => taken.has(name)))
      : ruleSnippets(file.family, table);
  return fitting.map((snippet) => ({
    label: snippet.prefix,
    kind: kinds.snippet,
    rank: rank.snippets,
    insert: snippet.body,
    plain: expandStops(snippet.body),
    detail: snippet.title,
    doc: snippet.doc,
  }));
}

/** The table that a line at this place would stand in. */
function tableBefore(request: CompletionRequest): string | undefined {
  const { file, line } = request;
  for (let at = line - 1; at >= 0; at--) {
    const record = file.records[at];
    if (record === undefined || record.kind === 'commit') return undefined;
    if (record.table !== undefined) return record.table;
  }
  return undefined;
}
