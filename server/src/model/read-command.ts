import { targetNamed } from '../catalogue/index';
import { mostSimilar } from '../text/similar';
import { unknownTarget } from './bind-unknown';
import type { LineRecord } from './record';
import { isPlainRule } from './record';
import { isRefusal } from './refusal';
import type { Chain, Resolver, Section } from './resolve-types';
import { addFault, chainOf, isHook } from './resolve-types';
import {
  addJump,
  addRules,
  firstJumpTo,
  firstLineOf,
  moveChain,
  placesOfRules,
  removeAllRules,
  removeRule,
  removeRules,
  replaceRule,
} from './standing';

/** In a table with more chains than this a misspelt chain gets no suggestion. */
const mostChainsToCompare = 500;

/** Carries out a command line as iptables-restore would, and notes what it would refuse. */
export function readCommand(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const { command } = record;
  if (command !== undefined && !isPlainRule(record)) section.plain = false;
  switch (command) {
    case undefined:
      return;
    case 'new-chain':
      readNewChain(resolver, section, line, record);
      return;
    case 'append':
    case 'insert':
    case 'replace':
    case 'delete':
    case 'check':
      readRule(resolver, section, line, record);
      return;
    case 'flush':
      readFlush(resolver, section, line, record);
      return;
    case 'delete-chain':
      readDeleteChain(resolver, section, line, record);
      return;
    case 'rename-chain':
      if (isKnownChain(resolver, section, line, record)) readRename(resolver, section, line, record);
      return;
    case 'policy':
      if (isKnownChain(resolver, section, line, record)) readPolicy(resolver, section, line, record);
      return;
    default:
      if (record.chain >= 0 && isKnownChain(resolver, section, line, record) && command === 'zero')
        readZero(resolver, section, line, record);
  }
}

function readNewChain(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  if (record.chain < 0) return;
  const old = section.chains.get(record.chain);
  if (old === undefined) chainOf(resolver, section, record.chain, line);
  else addFault(resolver, line, { code: 'duplicate-chain', ...chainSpan(record), name: old.name, firstLine: old.declared });
}

function readFlush(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  if (record.chain >= 0) {
    if (!isKnownChain(resolver, section, line, record)) return;
    const chain = section.chains.get(record.chain);
    if (chain !== undefined) removeRules(section, chain);
    return;
  }
  // The nft back end takes out what was there before the file, and leaves what the file has added.
  if (removeAllRules(section))
    addFault(resolver, line, { code: 'unreliable-command', ...commandSpan(resolver, line), command: 'flush', backEnd: 'nft' });
}

function readDeleteChain(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  if (record.chain < 0) {
    for (const chain of [...section.chains.values()]) {
      if (chain.builtin) continue;
      if (isDeletable(resolver, section, line, commandSpan(resolver, line), chain)) section.chains.delete(chain.id);
      else return;
    }
    return;
  }
  if (!isKnownChain(resolver, section, line, record)) return;
  const chain = section.chains.get(record.chain);
  if (chain === undefined) return;
  if (isDeletable(resolver, section, line, chainSpan(record), chain)) section.chains.delete(chain.id);
  else if (chain.builtin && chain.count === 0) section.chains.set(chain.id, { ...chain, declared: -1 });
}

/** Only an empty user chain to which no rule jumps can be deleted. */
function isDeletable(resolver: Resolver, section: Section, line: number, span: { start: number; end: number }, chain: Chain): boolean {
  const jump = firstJumpTo(section, chain);
  const reason = chain.builtin ? 'builtin' : chain.count > 0 ? 'rules' : jump !== undefined ? 'jumps' : undefined;
  if (reason === undefined) return true;
  addFault(resolver, line, {
    code: 'chain-in-use',
    ...span,
    chain: chain.name,
    reason,
    otherLine: reason === 'jumps' ? jump?.line : reason === 'rules' ? firstLineOf(section, chain) : undefined,
    // nft deletes a built-in chain that a line of the file has made and that is empty: it comes back by itself.
    backEnd: reason === 'builtin' && chain.declared >= 0 && chain.count === 0 ? 'legacy' : undefined,
  });
  return false;
}

function readRename(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const chain = section.chains.get(record.chain);
  const word = wordBehind(resolver, line, record);
  if (chain === undefined || word === undefined) return;
  const newId = resolver.names.id(word.text);
  const taken = section.chains.get(newId);
  if (chain.builtin) {
    addFault(resolver, line, { code: 'chain-in-use', ...chainSpan(record), chain: chain.name, reason: 'renamed', otherLine: undefined });
    return;
  }
  if (taken !== undefined) {
    addFault(resolver, line, { code: 'duplicate-chain', start: word.start, end: word.end, name: taken.name, firstLine: taken.declared });
    return;
  }
  if (!record.faults.some(isRefusal))
    addFault(resolver, line, { code: 'unreliable-command', ...chainSpan(record), command: 'rename-chain', backEnd: 'nft' });
  section.chains.delete(chain.id);
  moveChain(section, chain, chainOf(resolver, section, newId, line));
}

function readZero(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const chain = section.chains.get(record.chain);
  if (chain === undefined || record.number === 0) return;
  if (reportNumber(resolver, chain, line, record)) return;
  const word = wordBehind(resolver, line, record);
  addFault(resolver, line, {
    code: 'unreliable-command',
    start: word?.start ?? record.chainStart,
    end: word?.end ?? record.chainEnd,
    command: 'zero',
    backEnd: 'nft',
  });
}

function readRule(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  if (record.chain < 0 || !isKnownChain(resolver, section, line, record)) return;
  const chain = section.chains.get(record.chain);
  if (chain !== undefined) countRule(resolver, section, chain, line, record);
  if (record.jump >= 0 && record.target === undefined) readJump(resolver, section, line, record);
}

/** Keeps count of a chain's rules, as far as `-I`, `-R`, `-D` and `-C` refer to them. */
function countRule(resolver: Resolver, section: Section, chain: Chain, line: number, record: LineRecord): void {
  if (record.number > 0 && reportNumber(resolver, chain, line, record)) return;
  switch (record.command) {
    case 'append':
    case 'insert':
      addRules(section, chain, line, record);
      return;
    case 'replace': {
      if (record.number === 0) return;
      const word = wordBehind(resolver, line, record);
      replaceRule(resolver, section, chain, record.number - 1, line);
      addFault(resolver, line, {
        code: 'unreliable-command',
        start: word?.start ?? record.chainStart,
        end: word?.end ?? record.chainEnd,
        command: 'replace',
        backEnd: 'nft',
      });
      return;
    }
    case 'delete':
      if (record.number > 0) removeRule(resolver, section, chain, record.number - 1);
      else findRules(resolver, section, chain, line, record, true);
      return;
    case 'check':
      findRules(resolver, section, chain, line, record, false);
  }
}

/** Says that a number stands for no rule; gives whether it does not. */
function reportNumber(resolver: Resolver, chain: Chain, line: number, record: LineRecord): boolean {
  const insertion = record.command === 'insert';
  if (chain.count < 0 || record.number <= (insertion ? chain.count + 1 : chain.count)) return false;
  const verb = insertion ? 'insertion' : record.command === 'delete' ? 'deletion' : 'replacement';
  const word = wordBehind(resolver, line, record);
  addFault(resolver, line, {
    code: 'invalid-rule-number',
    start: word?.start ?? record.chainStart,
    end: word?.end ?? record.chainEnd,
    chain: chain.name,
    number: record.number,
    count: chain.count,
    refusal:
      record.command === 'zero'
        ? 'Bad rule (does a matching rule exist in that chain?).'
        : chain.count === 0 && !insertion
          ? 'No chain/target/match by that name.'
          : `Index of ${verb} too big.`,
  });
  return true;
}

/** Looks for the rules that a `-D` or `-C` writes out, and takes them out of the chain. */
function findRules(resolver: Resolver, section: Section, chain: Chain, line: number, record: LineRecord, remove: boolean): void {
  const places = placesOfRules(resolver, section, chain, line, record);
  const missing = (place: number): boolean => place === -1;
  const legacy = places.some((place) => missing(place.legacy));
  const nft = places.some((place) => missing(place.nft));
  // What iptables refuses while it reads the line, it does not look for. Odd counters are read as none.
  const isRead = record.faults.every((fault) => fault.backEnd !== undefined || !isRefusal(fault) || fault.code === 'invalid-counters');
  if ((legacy || nft) && isRead) {
    addFault(resolver, line, {
      code: 'missing-rule',
      ...chainSpan(record),
      chain: chain.name,
      empty: chain.count === 0,
      check: !remove,
      backEnd: legacy && nft ? undefined : legacy ? 'legacy' : 'nft',
    });
  }
  if (!remove) return;
  const certain = places.map((place) => place.legacy);
  if (certain.length === 1 && certain[0] !== undefined && certain[0] >= 0) removeRule(resolver, section, chain, certain[0]);
  else if (certain.some((place) => place === -2)) chain.count = -1;
  else for (const place of [...new Set(certain)].sort((a, b) => b - a)) if (place >= 0) removeRule(resolver, section, chain, place);
}

function readJump(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const name = resolver.names.text(record.jump);
  const span = { start: record.jumpStart, end: record.jumpEnd };
  const chain = section.chains.get(record.jump) ?? ambientChain(resolver, section, record.jump);
  if (chain?.builtin === true || (chain === undefined && isHook(name))) {
    addFault(resolver, line, { code: 'jump-to-builtin-chain', ...span, name });
    return;
  }
  if (chain !== undefined) {
    if (record.command !== 'delete' && record.command !== 'check')
      addJump(section, { line, from: record.chain, to: record.jump, goto: record.goto });
    return;
  }
  const later = laterDeclaration(resolver, line, record.jump);
  if (later !== undefined) {
    addFault(resolver, line, { code: 'unknown-chain', ...span, name, table: section.table, reason: 'declared-later', declaredLine: later });
    return;
  }
  // Suggestions are for people who look at a line; in a file where thousands are wrong nobody looks at each.
  const userChains =
    section.chains.size > mostChainsToCompare ? [] : [...section.chains.values()].filter((one) => !one.builtin).map((one) => one.name);
  if (record.goto) {
    const reason = targetNamed(name, resolver.family) !== undefined ? 'goto-target' : 'missing';
    addFault(resolver, line, {
      code: 'unknown-chain',
      ...span,
      name,
      table: section.table,
      reason,
      suggestion: mostSimilar(name, userChains),
    });
    return;
  }
  addFault(resolver, line, { code: 'unknown-target', ...span, ...unknownTarget(name, userChains, resolver.family) });
}

/** Whether a command's chain exists by now; if it does not, says so. */
function isKnownChain(resolver: Resolver, section: Section, line: number, record: LineRecord): boolean {
  const name = resolver.names.text(record.chain);
  const span = chainSpan(record);
  const chain = section.chains.get(record.chain);
  if (chain !== undefined) {
    // A built-in chain's name that the table does not have: nft has made a user chain of it.
    if (!chain.builtin && isHook(name) && resolver.faults.get(chain.declared)?.some((fault) => fault.code === 'unknown-chain'))
      addFault(resolver, line, { code: 'unknown-chain', ...span, name, table: section.table, reason: 'not-in-table', backEnd: 'legacy' });
    return true;
  }
  if (isHook(name)) {
    addFault(resolver, line, { code: 'unknown-chain', ...span, name, table: section.table, reason: 'not-in-table' });
    return false;
  }
  const later = laterDeclaration(resolver, line, record.chain);
  if (later !== undefined) {
    addFault(resolver, line, { code: 'unknown-chain', ...span, name, table: section.table, reason: 'declared-later', declaredLine: later });
    return false;
  }
  const chains = section.chains.size > mostChainsToCompare ? [] : [...section.chains.values()].map((one) => one.name);
  addFault(resolver, line, { code: 'undeclared-chain', ...span, name, table: section.table, suggestion: mostSimilar(name, chains) });
  return false;
}

/** A chain that is there before the file is loaded; `undefined` for any other. */
function ambientChain(resolver: Resolver, section: Section, id: number): Chain | undefined {
  return resolver.ambientChains?.test(resolver.names.text(id)) === true ? chainOf(resolver, section, id, -1) : undefined;
}

/** The line further down in the same section that declares a chain; `undefined` when there is none. */
function laterDeclaration(resolver: Resolver, line: number, id: number): number | undefined {
  const section = resolver.section;
  if (section === undefined) return undefined;
  if (resolver.declarations?.section !== section) {
    const lines = new Map<number, number>();
    for (let later = section.first + 1; later < resolver.records.length; later++) {
      const record = resolver.records[later];
      if (record === undefined || record.kind === 'table' || record.kind === 'commit') break;
      if (record.kind === 'chain' || record.command === 'new-chain') lines.set(record.chain, later);
    }
    resolver.declarations = { section, lines };
  }
  const later = resolver.declarations.lines.get(id);
  return later !== undefined && later > line ? later : undefined;
}

function readPolicy(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const chain = section.chains.get(record.chain);
  const word = wordBehind(resolver, line, record);
  if (chain === undefined || word === undefined) return;
  const policy = word.text;
  // `-P` refuses DROP in nat (`do_parse` in iptables/xshared.c), where a `:` line takes it.
  if (!chain.builtin || (policy !== 'ACCEPT' && policy !== 'DROP') || (policy === 'DROP' && section.table === 'nat')) {
    addFault(resolver, line, {
      code: 'invalid-policy',
      start: word.start,
      end: word.end,
      policy,
      chain: chain.name,
      userChain: !chain.builtin,
      suggestion: mostSimilar(policy, ['ACCEPT', 'DROP']),
    });
    return;
  }
  chain.policy = policy;
  chain.policyLine = line;
}

/** The word behind a command's chain: a number, a policy, a new name. */
function wordBehind(resolver: Resolver, line: number, record: LineRecord): { text: string; start: number; end: number } | undefined {
  const match = /\S+/.exec((resolver.lines.texts[line] ?? '').slice(record.chainEnd));
  if (match === null) return undefined;
  const start = record.chainEnd + match.index;
  return { text: match[0].replaceAll('"', ''), start, end: start + match[0].length };
}

/** The first word of a line. */
function commandSpan(resolver: Resolver, line: number): { start: number; end: number } {
  const match = /-\S+/.exec(resolver.lines.texts[line] ?? '');
  return { start: match?.index ?? 0, end: (match?.index ?? 0) + (match?.[0].length ?? 0) };
}

function chainSpan(record: LineRecord): { start: number; end: number } {
  return { start: record.chainStart, end: record.chainEnd };
}
