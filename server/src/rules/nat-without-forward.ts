import { analysisOf } from '../analysis/current';
import type { Decision } from '../analysis/decide';
import { decide } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { nothing } from '../analysis/diagram';
import { packetsWith, regardless } from '../analysis/packets';
import { coordinateOf } from '../analysis/predicates';
import type { Rewrite } from '../analysis/rewrites';
import { rewritesOf, routedTo, surelyDrops } from '../analysis/rewrites';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { BoundRule } from '../model/bound';
import { generalOption, optionSpan } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, sectionAt } from '../model/sections';
import type { Span } from '../text/position';
import { parsePortRange, printAddress, protocolName } from '../values/index';
import type { Finding, Fix, Related } from './rule';
import { defineRule } from './rule';
import { dropPlace, policySpan } from './support/drop-place';
import { insertRules } from './support/insert-rules';
import { portListsOf } from './support/port-list';
import { isThisHost } from './support/this-host';

declare module './rule' {
  interface AnalysisData {
    'nat-without-forward': {
      /** The new destination as written. */
      readonly to: string;
      /** Where the packets are dropped, a policy's line or a rule's; `undefined` where it took too long to find out. */
      readonly drop: { readonly line: number; readonly policy: boolean } | undefined;
      /** A rule of FORWARD that would accept the packets as they were before. */
      readonly accepting: number | undefined;
    };
  }
}

export const natWithoutForward = defineRule({
  code: 'nat-without-forward',
  severity: 'warning',
  title: { en: 'DNAT to a host that FORWARD does not let through', ja: 'FORWARD で破棄される DNAT' },
  page: {
    en: 'DNAT gives a packet another destination and does no more: a packet for another host then goes through FORWARD of the filter table like any other, and FORWARD drops all of these. The port forwarding does not work.\n\nnat `PREROUTING` comes first, so FORWARD sees the new address and the new port. For `--dport 8080 -j DNAT --to-destination 192.168.1.10:80` accept `-d 192.168.1.10 --dport 80`, not port 8080. One rule for all forwarded ports is `-m conntrack --ctstate DNAT -j ACCEPT`.\n\nNothing is said of addresses that may be this host’s own, of rules that FORWARD lets through in part, or where the file lacks FORWARD’s policy.',
    ja: 'DNAT はパケットの宛先を書き換えるだけです。宛先が別のホストになったパケットは、ほかの転送パケットと同じく filter の FORWARD を通ります。ここではその FORWARD がすべて破棄しているため、ポート転送は機能しません。\n\nnat の `PREROUTING` が先に評価されるため、FORWARD から見えるのは書き換え後のアドレスとポートです。`--dport 8080 -j DNAT --to-destination 192.168.1.10:80` に対して許可するのは、8080 番ポートではなく `-d 192.168.1.10 --dport 80` です。転送するポートをまとめて許可するなら `-m conntrack --ctstate DNAT -j ACCEPT` と書けます。\n\nこのホスト自身のものかもしれないアドレス、FORWARD が一部でも通すルール、FORWARD のポリシーがないファイルについては何も指摘しません。',
  },
  examples: [
    {
      bad: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i eth0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 192.168.1.10:80\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n-A INPUT -i eth1 -j ACCEPT\n-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A FORWARD -i eth1 -o eth0 -j ACCEPT\n-A FORWARD -i eth0 -p tcp -m tcp --dport 8080 -j ACCEPT\nCOMMIT\n',
      good: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i eth0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 192.168.1.10:80\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n-A INPUT -i eth1 -j ACCEPT\n-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A FORWARD -i eth1 -o eth0 -j ACCEPT\n-A FORWARD -d 192.168.1.10/32 -i eth0 -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n',
    },
    {
      family: 'ipv6',
      bad: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 53 -j DNAT --to-destination [fd00::53]:5353\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A FORWARD -p tcp -j ACCEPT\n-A FORWARD -j REJECT\nCOMMIT\n',
      good: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 53 -j DNAT --to-destination [fd00::53]:5353\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A FORWARD -p tcp -j ACCEPT\n-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT\n-A FORWARD -j REJECT\nCOMMIT\n',
    },
  ],
  message: ({ to, drop, accepting }) => {
    const line = (drop?.line ?? 0) + 1;
    const place =
      drop?.policy === true ? { en: `the policy, line ${line}`, ja: `${line} 行目のポリシー` } : { en: `line ${line}`, ja: `${line} 行目` };
    const end = drop === undefined ? { en: '', ja: '' } : { en: ` (${place.en})`, ja: `（${place.ja}）` };
    return accepting === undefined
      ? {
          en: `FORWARD drops what this sends to \`${to}\`${end.en}. Accept there the destination that DNAT has written.`,
          ja: `\`${to}\` に送られたパケットは FORWARD で破棄されます${end.ja}。DNAT で書き換えた後の宛先を FORWARD で許可してください。`,
        }
      : {
          en: `FORWARD sees the destination that DNAT has written: line ${accepting + 1} accepts the one from before, and what goes to \`${to}\` is dropped${end.en}. Accept the new one.`,
          ja: `FORWARD から見えるのは DNAT で書き換えた後の宛先です。${accepting + 1} 行目は書き換え前の宛先を許可しているため、\`${to}\` に送られたパケットは破棄されます${end.ja}。書き換え後の宛先を許可してください。`,
        };
  },
  analyse,
  related,
  fixes: acceptThere,
});

/** With more DNAT rules times rules of FORWARD it would take too long. */
const mostPairs = 5_000_000;
/** How many rules are looked at to explain all findings of a file, and for one fix. */
const mostSteps = 100_000;

function analyse(analysis: RulesetAnalysis): readonly Finding<'nat-without-forward'>[] {
  if (analysis.file.loadedOnTop) return [];
  const rewrites = rewritesOf(analysis).filter(
    ({ target, to, after }) => target === 'DNAT' && to.from !== undefined && routedTo(analysis, after, 'FORWARD') !== nothing,
  );
  if (rewrites.length * forwardLines(analysis).length > mostPairs) return [];
  const dropped = droppedAmong(analysis, rewrites);
  const most = Math.floor(mostSteps / Math.max(1, dropped.length));
  return dropped.flatMap((rewrite) => findingOf(analysis, rewrite, most) ?? []);
}

/** Those of which FORWARD surely drops all packets; usually it does that with all of them, or with none. */
function droppedAmong(analysis: RulesetAnalysis, rewrites: readonly Rewrite[]): readonly Rewrite[] {
  const packets = rewrites.reduce((set, { after }) => analysis.space.diagram.unite(set, after), nothing);
  if (surelyDrops(analysis, 'FORWARD', routedTo(analysis, packets, 'FORWARD'))) return rewrites;
  if (rewrites.length < 2) return [];
  const half = rewrites.length >> 1;
  return [...droppedAmong(analysis, rewrites.slice(0, half)), ...droppedAmong(analysis, rewrites.slice(half))];
}

function findingOf(analysis: RulesetAnalysis, rewrite: Rewrite, most: number): Finding<'nat-without-forward'> | undefined {
  const { file } = analysis;
  if (isThisHost(analysis, rewrite, most)) return undefined;
  const place = dropPlace(file, forwardDecisions(analysis, rewrite.after, most) ?? []);
  const option = file.bound(rewrite.line)?.target?.options.find(({ spec }) => spec.name === 'to-destination');
  const value = option?.values[0];
  if (value === undefined) return undefined;
  return {
    code: 'nat-without-forward',
    line: rewrite.line,
    start: value.start,
    end: value.end,
    to: value.text,
    drop: place && { line: place.line, policy: place.policy },
    accepting: acceptingBefore(analysis, rewrite, most),
  };
}

function forwardDecisions(analysis: RulesetAnalysis, packets: PacketSet, most: number): readonly Decision[] | undefined {
  const set = forwardLines(analysis).length > most ? nothing : routedTo(analysis, packets, 'FORWARD');
  return set === nothing ? undefined : decide(analysis, 'filter', 'FORWARD', set, { most });
}

/** FORWARD's rules in the order packets meet them; none where that is not known. */
function forwardLines({ tables }: RulesetAnalysis): readonly number[] {
  const table = tables.get('filter');
  return table?.chains.get(chainNamed(table.section, 'FORWARD')?.id ?? -1)?.lines ?? [];
}

/** The rule of FORWARD that accepts by the port or address that packets have before DNAT: as they came, or to the new address with the old port. */
function acceptingBefore(analysis: RulesetAnalysis, { line, after, before, to }: Rewrite, most: number): number | undefined {
  const { file, space } = analysis;
  const sets = [before];
  const rule = file.bound(line);
  const ports = rule && portListsOf(rule).find(({ side }) => side === 'destination')?.entries;
  if (ports !== undefined && to.ports !== undefined) {
    const old = space.inRanges(
      'destinationPort',
      ports.map(({ from, to: last }): [number, number] => [from, last]),
    );
    sets.push(space.diagram.intersect(regardless(space, after, ['destinationPort']), old));
  }
  for (const set of sets) {
    const decisions = forwardDecisions(analysis, set, most) ?? [];
    const accept = decisions.find((one) => one.by === 'rule' && one.verdict === 'accept' && destinationWord(file, one.line) !== undefined);
    if (accept !== undefined) return accept.line;
  }
  return undefined;
}

/** Where a rule asks for ports of the destination, or for its address. */
function destinationWord(file: RulesFile, line: number): Span | undefined {
  const rule = file.bound(line);
  if (rule === undefined) return undefined;
  const address = generalOption(rule, 'destination');
  const option =
    portListsOf(rule).find(({ side }) => side === 'destination')?.option ?? (address?.negation === undefined ? address : undefined);
  return option?.values[0];
}

function related({ drop, accepting }: Finding<'nat-without-forward'>, file: RulesFile): readonly Related[] {
  const record = file.records[drop?.line ?? -1];
  const dropSpan = drop?.policy === true ? policySpan(file, drop.line) : record && { start: record.jumpStart, end: record.jumpEnd };
  const before = accepting === undefined ? undefined : destinationWord(file, accepting);
  const places: Related[] = [];
  if (drop !== undefined && dropSpan !== undefined) {
    const message = { en: 'The translated packets are dropped here.', ja: '変換後のパケットはここで破棄されます。' };
    places.push({ line: drop.line, span: dropSpan, message });
  }
  if (accepting !== undefined && before !== undefined) {
    const message = {
      en: 'This is the destination before DNAT, which FORWARD does not see.',
      ja: 'これは DNAT で書き換える前の宛先です。FORWARD からは見えません。',
    };
    places.push({ line: accepting, span: before, message });
  }
  return places;
}

/** A rule for just what DNAT sends there, before the drop, and one for the replies where those would be dropped as well. */
function acceptThere(finding: Finding<'nat-without-forward'>, file: RulesFile): readonly Fix[] {
  const analysis = analysisOf(file);
  const lines = forwardLines(analysis);
  const rewrite = rewritesOf(analysis).find(({ line }) => line === finding.line);
  const rule = rewrite && acceptRule(file, rewrite);
  if (rewrite === undefined || rule === undefined) return [];
  const decisions = forwardDecisions(analysis, rewrite.after, mostSteps);
  if (decisions === undefined) return [];
  const tops = decisions.map(({ top }) => (top < 0 ? lines.length : lines.indexOf(top)));
  const first = Math.min(lines.length, ...tops);
  const rules = dropsReplies(analysis, rewrite) ? ['-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT', rule] : [rule];
  const edit = insertRules(analysis, { name: 'FORWARD', lines }, rules, lines[first] ?? -1);
  if (edit === undefined) return [];
  const words = rules.map((one) => `\`${one}\``);
  return [{ title: { en: `Insert ${words.join(' and ')}`, ja: `${words.join(' と ')} を挿入する` }, edits: [edit], preferred: true }];
}

/** `undefined` where ports are left open or shifted: what is to be let in is then for the author to say. */
function acceptRule(file: RulesFile, { line, to }: Rewrite): string | undefined {
  const rule = file.bound(line);
  const protocol = rule?.protocol === undefined || rule.protocolInverted ? undefined : protocolName(rule.protocol);
  if (rule === undefined || protocol === undefined || to.basePort !== undefined || to.from === undefined || to.to === undefined)
    return undefined;
  const [first, last] = [printAddress(to.from), printAddress(to.to)];
  const written = portListsOf(rule).find(({ side }) => side === 'destination');
  const ports = to.ports === undefined ? undefined : to.ports.from === to.ports.to ? `${to.ports.from}` : `${to.ports.from}:${to.ports.to}`;
  const entries = ports === undefined ? (written?.entries ?? []).map(({ text }) => text) : [ports];
  if (entries.length === 0 || parsePortRange(entries[0] ?? '', rule.protocol) === undefined) return undefined;
  const caller = onlyCaller(file, line);
  const words = (name: string): string => {
    for (const asking of [rule, caller]) {
      const option = asking && generalOption(asking, name);
      const span = option && optionSpan(option);
      if (asking !== undefined && span !== undefined) return asking.tree.text.slice(span.start, span.end);
    }
    return '';
  };
  return [
    '-A FORWARD',
    words('source'),
    first === last ? `-d ${first}/${file.family === 'ipv4' ? 32 : 128}` : '',
    words('in-interface'),
    `-p ${protocol}`,
    first === last ? '' : `-m iprange --dst-range ${first}-${last}`,
    entries.length === 1 ? `-m ${protocol} --dport ${entries[0]}` : `-m multiport --dports ${entries.join(',')}`,
    '-j ACCEPT',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The rule of PREROUTING by which alone packets come into the chain of a line. */
function onlyCaller(file: RulesFile, line: number): BoundRule | undefined {
  const section = sectionAt(file, line);
  const jumps = section?.jumps.filter(({ to }) => to === file.records[line]?.chain) ?? [];
  const [jump] = jumps;
  if (jump === undefined || jumps.length > 1 || section?.chains.get(jump.from)?.name !== 'PREROUTING') return undefined;
  return file.bound(jump.line);
}

/** Whether FORWARD surely drops what the other host answers. */
function dropsReplies(analysis: RulesetAnalysis, { line, to }: Rewrite): boolean {
  const { file, space } = analysis;
  const { protocol } = file.bound(line) ?? {};
  if (to.from === undefined || to.to === undefined || protocol === undefined) return false;
  const source = [coordinateOf(to.from), coordinateOf(to.to)] as const;
  const replies = packetsWith(space, { state: 'ESTABLISHED', fragment: 0, protocol, source });
  const fromNetwork = space.diagram.subtract(replies, packetsWith(space, { input: 'lo' }));
  return surelyDrops(analysis, 'FORWARD', routedTo(analysis, fromNetwork, 'FORWARD'));
}
