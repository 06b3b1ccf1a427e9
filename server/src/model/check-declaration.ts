import { parseLine } from '../syntax/line';
import { mostSimilar } from '../text/similar';
import { byteLength } from '../values/scan';
import { longestChainName } from './bind-command';
import { standardTargets } from './chain-name';
import type { LineRecord } from './record';
import { meantWords } from './record';
import type { Resolver, Section } from './resolve-types';
import { addFault, chainOf, isHook } from './resolve-types';

/** Reads `:CHAIN POLICY [packets:bytes]` and says what is wrong with it. */
export function checkDeclaration(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  if (record.plainDeclaration && !section.chains.has(record.chain)) {
    chainOf(resolver, section, record.chain, line);
    return;
  }
  const [name, policy, counters] = meantWords(parseLine(resolver.lines.texts[line] ?? ''), 2).words;
  if (name === undefined) {
    addFault(resolver, line, { code: 'invalid-chain-name', start: 0, end: 1, name: '', reason: 'missing' });
    return;
  }
  const span = { start: name.start, end: name.end };
  const known = section.chains.get(record.chain);
  const builtin = known?.builtin === true;
  if (known === undefined && isHook(name.value) && policy !== undefined && policy.value !== '-') {
    // nft, and legacy where the policy is `-`, makes a user chain of that name, which nothing calls.
    addFault(resolver, line, {
      code: 'unknown-chain',
      ...span,
      name: name.value,
      table: section.table,
      reason: 'not-in-table',
      backEnd: 'legacy',
    });
    chainOf(resolver, section, record.chain, line);
    return;
  }
  if (byteLength(name.value) > longestChainName) {
    addFault(resolver, line, { code: 'invalid-chain-name', ...span, name: name.value, reason: 'too-long' });
  } else if (!builtin) {
    // With `-N` both back ends refuse every target's name; here a chain may hide a target, other than the standard ones.
    if (/^[-!]/.test(name.value))
      addFault(resolver, line, { code: 'invalid-chain-name', ...span, name: name.value, reason: 'first-character', backEnd: 'nft' });
    else if (standardTargets.includes(name.value))
      addFault(resolver, line, { code: 'invalid-chain-name', ...span, name: name.value, reason: 'target-name' });
  }
  if (known !== undefined && !builtin) {
    addFault(resolver, line, { code: 'duplicate-chain', ...span, name: name.value, firstLine: known.declared, backEnd: 'legacy' });
  }
  const chain = chainOf(resolver, section, record.chain, line);
  if (builtin && chain.declared < 0) section.chains.set(record.chain, { ...chain, declared: line });
  if (policy === undefined) {
    addFault(resolver, line, { code: 'invalid-policy', ...span, policy: undefined, chain: name.value, userChain: !builtin });
    return;
  }
  const policySpan = { start: policy.start, end: policy.end };
  if (policy.value !== '-' && (!builtin || (policy.value !== 'ACCEPT' && policy.value !== 'DROP'))) {
    addFault(resolver, line, {
      code: 'invalid-policy',
      ...policySpan,
      policy: policy.value,
      chain: name.value,
      userChain: !builtin,
      suggestion: builtin ? mostSimilar(policy.value, ['ACCEPT', 'DROP']) : '-',
      backEnd: builtin ? undefined : 'legacy',
    });
    return;
  }
  const target = section.chains.get(record.chain);
  if (builtin && target !== undefined && policy.value !== '-') {
    target.policy = policy.value;
    target.policyLine = line;
  }
  // 1.8.11 refuses them, 1.8.9 only with `-c`; legacy does not look at them where the policy is `-`.
  if (builtin && counters !== undefined && !/^\[\s*[+-]?\d+:\s*[+-]?\d+/.test(counters.value)) {
    addFault(resolver, line, {
      code: 'invalid-counters',
      start: counters.start,
      end: counters.end,
      counters: counters.value,
      chain: name.value,
      refused: true,
      backEnd: policy.value === '-' ? 'nft' : undefined,
    });
  }
}
