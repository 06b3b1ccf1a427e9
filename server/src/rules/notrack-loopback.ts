import { nothing } from '../analysis/diagram';
import { loopbackAddressed } from '../analysis/loopback';
import { packetsWith } from '../analysis/packets';
import type { ChainAnalysis, RulesetAnalysis } from '../analysis/ruleset';
import { exemptAt, isExempting, packetsAt, regardlessOfState } from '../analysis/tracking';
import type { BoundOption } from '../model/bound';
import { generalOption } from '../model/bound';
import { hooksOfChain } from '../model/hooks';
import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { isCountedOn } from './support/remove-rule';
import { rewritten, textAfter } from './support/rewritten';

declare module './rule' {
  interface AnalysisData {
    'notrack-loopback': Record<never, never>;
  }
}

export const notrackLoopback = defineRule({
  code: 'notrack-loopback',
  severity: 'information',
  title: { en: 'NOTRACK for loopback in PREROUTING', ja: 'PREROUTING でのループバックの NOTRACK' },
  page: {
    en: 'What a host sends to itself passes `OUTPUT` first and comes in again by `PREROUTING`. It is in the connection table since `OUTPUT`, and NOTRACK does nothing to a packet that has an entry already. A rule of raw `PREROUTING` for `-i lo`, or for loopback addresses, therefore changes nothing: its counter grows, and the connections are tracked all the same.\n\nThe rule belongs in raw `OUTPUT`, with `-o lo`. The packet stays untracked when it comes in, so that one rule is enough for both.',
    ja: 'ホストが自分自身に送るパケットは、先に `OUTPUT` を通り、`PREROUTING` から再び入ってきます。`OUTPUT` の時点で追跡が始まっており、すでに追跡されているパケットに NOTRACK は働きません。そのため、raw の `PREROUTING` に `-i lo` やループバックアドレスを条件とするルールを書いても、カウンターが増えるだけで、コネクションは追跡されたままです。\n\nこのルールは、raw の `OUTPUT` に `-o lo` で書いてください。対象外にしたパケットは入ってくるときも対象外のままなので、ルールは一つで足ります。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i lo -j NOTRACK\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -o lo -j NOTRACK\nCOMMIT\n',
    },
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -d 127.0.0.53/32 -p udp -m udp --dport 53 -j CT --notrack\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -d 127.0.0.53/32 -p udp -m udp --dport 53 -j CT --notrack\nCOMMIT\n',
    },
  ],
  message: () => ({
    en: 'Loopback packets are tracked since `OUTPUT`, and NOTRACK does nothing to them when they come in here. Write the rule for raw `OUTPUT`, with `-o lo`.',
    ja: 'ループバックのパケットは `OUTPUT` の時点で追跡が始まっているため、ここの NOTRACK は働きません。raw の `OUTPUT` に `-o lo` で書いてください。',
  }),
  analyse,
  fixes: moveToOutput,
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'notrack-loopback'>[] {
  const { file } = analysis;
  const table = analysis.tables.get('raw');
  const hooks = table && hooksOfChain(table.section);
  const findings: Finding<'notrack-loopback'>[] = [];
  for (const chain of table?.chains.values() ?? []) {
    if (hooks?.(chain.chain.id).includes('PREROUTING') !== true) continue;
    for (const line of chain.lines ?? []) {
      if (!isExempting(analysis, line) || !isForLoopback(analysis, chain, line)) continue;
      const span = loopbackWord(file, line)?.values[0] ?? {
        start: file.records[line]?.jumpStart ?? 0,
        end: file.records[line]?.jumpEnd ?? 0,
      };
      findings.push({ code: 'notrack-loopback', line, start: span.start, end: span.end });
    }
  }
  return findings;
}

/** All packets of a rule come by `lo`, and raw OUTPUT does not exempt all of them. */
function isForLoopback(analysis: RulesetAnalysis, chain: ChainAnalysis, line: number): boolean {
  const { space, file } = analysis;
  const { diagram } = space;
  const met = diagram.intersect(diagram.intersect(analysis.rule(line)?.upper ?? nothing, chain.entering), packetsAt(space, 'PREROUTING'));
  const loopback = packetsWith(space, { input: 'lo' });
  if (met === nothing || !diagram.within(met, diagram.unite(loopback, loopbackAddressed(space, file.family)))) return false;
  const local = regardlessOfState(space, diagram.intersect(met, loopback));
  return !diagram.within(local, exemptAt(analysis, 'PREROUTING').maybe);
}

/** The option by which a rule is for loopback packets only. */
function loopbackWord(file: RulesFile, line: number): BoundOption | undefined {
  const rule = file.bound(line);
  if (rule === undefined) return undefined;
  const options = ['in-interface', 'destination', 'source'].map((name) => generalOption(rule, name));
  return options.find((option) => option?.negation === undefined && /^(lo$|127\.|::1(\/|$))/.test(option?.values[0]?.text ?? ''));
}

/** In the same line, so that it stays before and behind the rules that it stood between. */
function moveToOutput({ line }: Finding<'notrack-loopback'>, file: RulesFile): readonly Fix[] {
  const record = file.records[line];
  const rule = file.bound(line);
  if (record === undefined || rule === undefined || file.nameText(record.chain) !== 'PREROUTING' || record.command !== 'append') return [];
  const input = generalOption(rule, 'in-interface');
  const out = input && outward[input.name.text];
  if (isCountedOn(file, line) || (input !== undefined && out === undefined)) return [];
  const edits = [replaceSpan(line, { start: record.chainStart, end: record.chainEnd }, 'OUTPUT')];
  if (input !== undefined && out !== undefined) edits.push(replaceSpan(line, input.name, out));
  if (rewritten(file, rule, line, edits) === undefined || rule.matches.some(({ spec }) => !alsoSent.has(spec.name))) return [];
  const words = textAfter(rule, edits).replace(/^\s*(\[[^\]]*\]\s*)?/, '');
  return [{ title: { en: `Move it to OUTPUT: \`${words}\``, ja: `OUTPUT に移動する: \`${words}\`` }, edits, preferred: true }];
}

const outward: Readonly<Record<string, string>> = { '-i': '-o', '--in-interface': '--out-interface' };

/** Matches that ask the same of a packet when it is sent as when it comes in. */
const alsoSent: ReadonlySet<string> = new Set([
  'tcp',
  'udp',
  'udplite',
  'sctp',
  'dccp',
  'icmp',
  'icmp6',
  'multiport',
  'comment',
  'iprange',
  'set',
  'length',
  'mark',
]);
