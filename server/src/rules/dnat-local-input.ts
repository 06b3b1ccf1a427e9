import { analysisOf } from '../analysis/current';
import type { Decision } from '../analysis/decide';
import { allEnd, decide, isDrop } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { nothing } from '../analysis/diagram';
import { packetsWith, regardless } from '../analysis/packets';
import type { Rewrite } from '../analysis/rewrites';
import { asRewritten, newConnections, rewritesOf, routedTo, surelyDrops } from '../analysis/rewrites';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { BoundRule } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { filterChain } from './support/filter-chain';
import type { PortList } from './support/port-list';
import { portListsOf, withPorts } from './support/port-list';
import { isCountedOn } from './support/remove-rule';
import { textAfter } from './support/rewritten';
import { insertLines } from './support/sections';

declare module './rule' {
  interface AnalysisData {
    'dnat-local-input': {
      /** The line of the rule that writes another port. */
      readonly by: number;
      readonly target: 'DNAT' | 'REDIRECT';
      /** The port that it writes: `8080`, `8080:8089`. */
      readonly to: string;
      /** `accept`: packets are dropped although the rule accepts the old port. `drop`: they are accepted although it drops it. */
      readonly verdict: 'accept' | 'drop';
    };
  }
}

export const dnatLocalInput = defineRule({
  code: 'dnat-local-input',
  severity: 'warning',
  title: { en: 'INPUT rule for a port that nat has replaced', ja: 'nat で書き換えられたポートを指定する INPUT のルール' },
  page: {
    en: 'REDIRECT, and DNAT with a port alone, write another port into a packet in nat `PREROUTING`, which comes before filter. After `--dport 80 -j REDIRECT --to-ports 8080` a packet comes to INPUT with port 8080, so a rule there for port 80 says nothing about it: an ACCEPT of port 80 does not let it in, and a DROP, a limit or a blocklist for port 80 does not keep it out.\n\nThis is said where it makes the difference: all redirected packets are dropped although their old port is accepted, or all are accepted although the rule would take some of them out. Ask for the new port. Where the old one is to be meant, `-m conntrack --ctorigdstport 80` still knows it.',
    ja: 'REDIRECT や、ポートだけを指定した DNAT は、nat の `PREROUTING` でパケットのポートを書き換えます。filter が評価されるのはその後です。`--dport 80 -j REDIRECT --to-ports 8080` なら、INPUT にはポート 8080 のパケットとして届きます。INPUT の 80 番ポートのルールはこのパケットに一致しません。80 番ポートの ACCEPT があっても届かず、80 番ポートの DROP や回数制限、ブロックリストがあっても止められません。\n\n指摘するのは、それによって結果が変わる場合だけです。元のポートは許可しているのに書き換え後のパケットがすべて破棄される場合と、ルールで止めるはずのパケットがすべて許可される場合です。書き換え後のポートを指定してください。元のポートで判定したいときは `-m conntrack --ctorigdstport 80` が使えます。',
  },
  examples: [
    {
      bad: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n',
      good: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 25 -j REDIRECT --to-ports 2525\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -s 198.51.100.0/24 -p tcp -m tcp --dport 25 -j DROP\n-A INPUT -p tcp -m tcp --dport 2525 -j ACCEPT\nCOMMIT\n',
      good: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 25 -j REDIRECT --to-ports 2525\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -s 198.51.100.0/24 -p tcp -m tcp --dport 2525 -j DROP\n-A INPUT -p tcp -m tcp --dport 2525 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ by, target, to, verdict }) =>
    verdict === 'accept'
      ? {
          en: `This does not let in what ${target} in line ${by + 1} has sent to port ${to}: INPUT sees the new port, and drops it. Accept port ${to}.`,
          ja: `${by + 1} 行目の ${target} でポート ${to} に書き換えられたパケットは、このルールでは許可されません。INPUT から見えるのは書き換え後のポートで、それは破棄されます。ポート ${to} を許可してください。`,
        }
      : {
          en: `This does not keep out what ${target} in line ${by + 1} has sent to port ${to}: INPUT sees the new port, and accepts it. Ask for port ${to}.`,
          ja: `${by + 1} 行目の ${target} でポート ${to} に書き換えられたパケットは、このルールでは止められません。INPUT から見えるのは書き換え後のポートで、それは許可されます。ポート ${to} を指定してください。`,
        },
  analyse,
  related: ({ by }, file) => {
    const option = file.bound(by)?.target?.options.find(({ spec }) => spec.name === 'to-ports' || spec.name === 'to-destination');
    return [
      {
        line: by,
        ...(option?.values[0] === undefined ? {} : { span: option.values[0] }),
        message: { en: 'The port is written here, before INPUT.', ja: 'INPUT より前に、ここでポートが書き換えられます。' },
      },
    ];
  },
  fixes: askForNewPort,
});

/** How many rules are looked at for all that rewrite a port, and for one fix. */
const mostSteps = 300_000;

function analyse(analysis: RulesetAnalysis): readonly Finding<'dnat-local-input'>[] {
  if (filterChain(analysis, 'INPUT') === undefined) return [];
  const rewrites = rewritesOf(analysis).filter(changesPortOnly);
  const most = Math.floor(mostSteps / Math.max(1, rewrites.length));
  const findings = new Map<number, Finding<'dnat-local-input'>>();
  for (const rewrite of rewrites) {
    for (const found of [...acceptsInVain(analysis, rewrite, most), ...dropsInVain(analysis, rewrite, most)]) {
      if (!findings.has(found.line)) findings.set(found.line, found);
    }
  }
  return [...findings.values()];
}

/** What is rewritten stays on its way to this host: REDIRECT sends it here, and a port alone does not send it elsewhere. */
function changesPortOnly({ to, before, after }: Rewrite): boolean {
  return to.ports !== undefined && to.from === undefined && before !== nothing && after !== nothing;
}

/** Rules that would accept the packets as they came, while INPUT surely drops all of them as they are now. */
function acceptsInVain(analysis: RulesetAnalysis, rewrite: Rewrite, most: number): readonly Finding<'dnat-local-input'>[] {
  if (!surelyDrops(analysis, 'INPUT', routedTo(analysis, rewrite.after, 'INPUT'))) return [];
  const accepts = (inInput(analysis, rewrite.before, most) ?? []).filter(({ verdict, by }) => verdict === 'accept' && by === 'rule');
  return accepts.flatMap(({ line }) => findingAt(analysis, line, rewrite, 'accept'));
}

/** Rules that drop the packets by their old port and something else, all of which are rewritten, and then surely accepted. */
function dropsInVain(analysis: RulesetAnalysis, rewrite: Rewrite, most: number): readonly Finding<'dnat-local-input'>[] {
  const lines = new Set<number>();
  const onMatch = (line: number): void => {
    const effect = analysis.rule(line)?.effect;
    if (effect?.kind === 'verdict' && isDrop(effect.verdict)) lines.add(line);
  };
  inInput(analysis, rewrite.before, most, onMatch);
  return [...lines].slice(0, mostDrops).flatMap((line) => {
    const rule = analysis.file.bound(line);
    if (rule === undefined || !isSelective(rule) || !allRewritten(analysis, line, rewrite, most)) return [];
    const after = asRewritten(analysis, rewrite, askedFor(analysis, line, rewrite.line));
    return allEnd(inInput(analysis, after, most), (verdict) => verdict === 'accept') ? findingAt(analysis, line, rewrite, 'drop') : [];
  });
}

/** How many rules are looked at that drop what one rule rewrites. */
const mostDrops = 16;

function inInput(
  analysis: RulesetAnalysis,
  packets: PacketSet,
  most: number,
  onMatch?: (line: number) => void,
): readonly Decision[] | undefined {
  const set = routedTo(analysis, packets, 'INPUT');
  return set === nothing ? undefined : decide(analysis, 'filter', 'INPUT', set, { most, ...(onMatch === undefined ? {} : { onMatch }) });
}

function findingAt(
  { file }: RulesetAnalysis,
  line: number,
  { line: by, target, to }: Rewrite,
  verdict: 'accept' | 'drop',
): readonly Finding<'dnat-local-input'>[] {
  const value = portsAt(file, line)?.option.values[0];
  if (value === undefined || to.ports === undefined) return [];
  const { from, to: last } = to.ports;
  const port = from === last ? String(from) : `${from}:${last}`;
  return [{ code: 'dnat-local-input', line, start: value.start, end: value.end, by, target, to: port, verdict }];
}

function portsAt(file: RulesFile, line: number): PortList | undefined {
  const rule = file.bound(line);
  return rule && portsOf(rule);
}

function portsOf(rule: BoundRule): PortList | undefined {
  return portListsOf(rule).find(({ side }) => side === 'destination');
}

/** A rule that drops by more than protocol, port and state: one for all of a port says that nobody is to use it, which is so. */
function isSelective(rule: BoundRule): boolean {
  return (
    rule.matches.some(({ spec }) => !plain.has(spec.name)) ||
    rule.options.some(({ owner, spec }) => owner === undefined && (spec.name === 'source' || spec.name === 'in-interface'))
  );
}

const plain: ReadonlySet<string> = new Set(['tcp', 'udp', 'udplite', 'sctp', 'dccp', 'multiport', 'comment', 'state', 'conntrack']);

/** As the number of a kind of address in linux/rtnetlink.h. */
const local = 2;

/** The new connections from the network to this host that a rule asks for by the ports that are rewritten, as they would come into PREROUTING. */
function askedFor(analysis: RulesetAnalysis, line: number, by: number): PacketSet {
  const { space } = analysis;
  const asked = regardless(space, analysis.rule(line)?.upper ?? nothing, ['destinationNat']);
  const ports = portsAt(analysis.file, by)?.entries.map(({ from, to }): [number, number] => [from, to]) ?? [];
  const old = space.diagram.intersect(packetsWith(space, { destinationType: local }), space.inRanges('destinationPort', ports));
  return space.diagram.intersect(space.diagram.intersect(asked, newConnections(analysis)), old);
}

/** Whether all of those are surely rewritten. */
function allRewritten(analysis: RulesetAnalysis, line: number, rewrite: Rewrite, most: number): boolean {
  const asked = askedFor(analysis, line, rewrite.line);
  const decisions = asked === nothing ? [] : (decide(analysis, 'nat', 'PREROUTING', asked, { most }) ?? []);
  return decisions.length > 0 && decisions.every((decision) => decision.line === rewrite.line);
}

/** The new port in place of the old one, or beside it where something may still come to the old one. */
function askForNewPort(finding: Finding<'dnat-local-input'>, file: RulesFile): readonly Fix[] {
  const { line, by, verdict } = finding;
  const analysis = analysisOf(file);
  const input = filterChain(analysis, 'INPUT');
  const rewrite = rewritesOf(analysis).find((one) => one.line === by);
  const rule = file.bound(line);
  const list = rule && portsOf(rule);
  if (input === undefined || rewrite === undefined || rule === undefined || list === undefined) return [];
  // Elsewhere than in INPUT itself, and behind what decides about the packets now, the new port would change nothing.
  const place = input.lines.indexOf(line);
  const packets = verdict === 'accept' ? rewrite.after : asRewritten(analysis, rewrite, askedFor(analysis, line, rewrite.line));
  const tops = (inInput(analysis, packets, mostSteps) ?? []).map(({ top }) => (top < 0 ? input.lines.length : input.lines.indexOf(top)));
  if (place < 0 || tops.some((top) => top < place)) return [];
  const entries = newEntries(file, list, rewrite, finding.to);
  const edits = entries && withPorts(file, rule, line, list, entries);
  if (edits === undefined || entries === undefined) return [];
  if (verdict === 'drop' || (allRewritten(analysis, line, rewrite, mostSteps) && isOpenToItself(analysis, line, rule))) {
    const words = `\`${entries.join(',')}\``;
    return [{ title: { en: `Ask for port ${words}`, ja: `ポート ${words} を指定する` }, edits, preferred: true }];
  }
  const own = withPorts(file, rule, line, list, [finding.to]);
  if (own === undefined || file.records[line]?.command !== 'append' || isCountedOn(file, line)) return [];
  const words = textAfter(rule, own)
    .slice(rule.tree.counters?.end ?? 0)
    .trim();
  return [
    {
      title: { en: `Insert \`${words}\``, ja: `\`${words}\` を挿入する` },
      edits: [insertLines(file, line + 1, [words])],
      preferred: true,
    },
  ];
}

/** The rule's ports with the new one in place of those that are rewritten; `undefined` where only a part of a range is. */
function newEntries(file: RulesFile, list: PortList, rewrite: Rewrite, to: string): readonly string[] | undefined {
  const old = portsAt(file, rewrite.line)?.entries ?? [];
  const isOld = ({ from, to: last }: PortList['entries'][number]): boolean => old.some((one) => one.from <= from && last <= one.to);
  const touched = ({ from, to: last }: PortList['entries'][number]): boolean => old.some((one) => one.from <= last && from <= one.to);
  if (list.entries.some((entry) => touched(entry) && !isOld(entry))) return undefined;
  return [...new Set([...list.entries.filter((entry) => !isOld(entry)).map(({ text }) => text), to])];
}

/** What this host sends to itself is not redirected; a rule that alone accepts it must stay. */
function isOpenToItself(analysis: RulesetAnalysis, line: number, { protocol }: BoundRule): boolean {
  const { space } = analysis;
  const own = packetsWith(space, { state: 'NEW', input: 'lo', output: '', fragment: 0, ...(protocol === undefined ? {} : { protocol }) });
  const asked = space.diagram.intersect(own, analysis.rule(line)?.upper ?? nothing);
  return (
    asked === nothing || allEnd(decide(analysis, 'filter', 'INPUT', asked, { without: new Set([line]) }), (verdict) => verdict === 'accept')
  );
}
