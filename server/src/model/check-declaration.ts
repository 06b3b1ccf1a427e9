import { targetNamed } from '../catalogue/index';
import { parseLine } from '../syntax/line';
import { mostSimilar } from '../text/similar';
import { byteLength, longestChainName } from './bind-command';
import type { LineRecord } from './record';
import type { Resolver, Section } from './resolve-types';
import { addFault, chainOf, isHook } from './resolve-types';

/** Reads `:CHAIN POLICY [packets:bytes]` and says what is wrong with it. */
export function checkDeclaration(resolver: Resolver, section: Section, line: number, record: LineRecord): void {
  const [name, policy, counters] = parseLine(resolver.lines.texts[line] ?? '').words;
  if (name === undefined) {
    addFault(resolver, line, { code: 'invalid-chain-name', start: 0, end: 1, name: '', reason: 'missing' });
    return;
  }
  const span = { start: name.start, end: name.end };
  const known = section.chains.get(record.chain);
  const builtin = known?.builtin === true;
  if (known === undefined && isHook(name.value)) {
    addFault(resolver, line, { code: 'unknown-chain', ...span, name: name.value, table: section.table, reason: 'not-in-table' });
    return;
  }
  if (byteLength(name.value) > longestChainName) {
    addFault(resolver, line, { code: 'invalid-chain-name', ...span, name: name.value, reason: 'too-long' });
  } else if (!builtin) {
    // The nft back end alone checks the name here (`assert_valid_chain_name`); with `-N` both do.
    const reason = /^[-!]/.test(name.value)
      ? 'first-character'
      : targetNamed(name.value, resolver.family) !== undefined
        ? 'target-name'
        : undefined;
    if (reason !== undefined) addFault(resolver, line, { code: 'invalid-chain-name', ...span, name: name.value, reason, backEnd: 'nft' });
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
    });
    return;
  }
  const target = section.chains.get(record.chain);
  if (builtin && target !== undefined && policy.value !== '-') {
    target.policy = policy.value;
    target.policyLine = line;
  }
  if (builtin && counters !== undefined && !/^\[\s*[+-]?\d+:\s*[+-]?\d+/.test(counters.value)) {
    addFault(resolver, line, { code: 'invalid-counters', start: counters.start, end: counters.end, counters: counters.value });
  }
}
