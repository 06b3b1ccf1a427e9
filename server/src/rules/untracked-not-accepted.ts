import type { Decision } from '../analysis/decide';
import { allEnd, decide, isDrop } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { nothing, Union } from '../analysis/diagram';
import { asUntracked } from '../analysis/exempt';
import { isForwarded } from '../analysis/forwarded';
import type { Exemption } from '../analysis/notrack';
import { exemptionsOf } from '../analysis/notrack';
import { packetsWith } from '../analysis/packets';
import type { RulesetAnalysis } from '../analysis/ruleset';
import { exemptedByLine, regardlessOfState } from '../analysis/tracking';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { acceptEdit, acceptRule, exemptEverywhere } from './support/exempt-everywhere';
import { portsInWords } from './support/ports-in-words';
import { addUntracked, stateListOf } from './support/state-list';

declare module './rule' {
  interface AnalysisData {
    'untracked-not-accepted': {
      /** `UDP 694`; empty where the rule names neither. */
      readonly service: string;
      readonly chain: 'INPUT' | 'OUTPUT';
      readonly by: 'rule' | 'policy';
      /** The line that drops the packets, or sets the policy that does; -1 when no line sets it. */
      readonly dropLine: number;
      /** The line of a rule that would accept them, but asks for another state. */
      readonly stateLine: number | undefined;
    };
  }
}

export const untrackedNotAccepted = defineRule({
  code: 'untracked-not-accepted',
  severity: 'warning',
  title: { en: 'Exempted packets are dropped', ja: '追跡の対象外にしたパケットが破棄される' },
  page: {
    en: 'NOTRACK only takes packets out of connection tracking; it lets nothing in. They now have the state UNTRACKED, so rules that accept NEW, ESTABLISHED or RELATED packets pass over them, and a later rule or the policy of the filter table drops them. The filter table has to accept them by interface, address or port, or by `--ctstate UNTRACKED`, before that.',
    ja: 'NOTRACK はパケットをコネクション追跡の対象外にするだけで、通過を許可するものではありません。状態は UNTRACKED になるため、NEW、ESTABLISHED、RELATED を許可するルールには一致せず、後のルールか filter テーブルのポリシーで破棄されます。その前に、インターフェイス、アドレス、ポート、または `--ctstate UNTRACKED` で許可する必要があります。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\n-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\n-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ service, by, dropLine, chain }) => {
    const who =
      by === 'policy'
        ? { en: `the policy of ${chain}`, ja: `${chain} のポリシー` }
        : { en: `line ${dropLine + 1}`, ja: `${dropLine + 1} 行目` };
    return {
      en: `${service || 'This traffic'} is exempted from tracking here, but ${who.en} drops it: NOTRACK lets nothing through, and UNTRACKED packets match no NEW or ESTABLISHED rule. Accept it in ${chain} before that.`,
      ja: `${service || 'この通信'} はここで追跡の対象外になりますが、${who.ja}で破棄されます。NOTRACK は通過を許可せず、UNTRACKED のパケットは NEW や ESTABLISHED のルールに一致しません。その前に ${chain} で許可してください。`,
    };
  },
  related: ({ dropLine, by, chain, stateLine }) => [
    ...(dropLine < 0
      ? []
      : [
          {
            line: dropLine,
            message:
              by === 'policy'
                ? {
                    en: `The policy of ${chain} drops what no rule accepts.`,
                    ja: `どのルールでも許可されないパケットは、${chain} のポリシーで破棄されます。`,
                  }
                : { en: 'This rule drops it.', ja: 'このルールで破棄されます。' },
          },
        ]),
    ...(stateLine === undefined
      ? []
      : [
          {
            line: stateLine,
            message: {
              en: 'This rule would accept it, but asks for a state that UNTRACKED packets do not have.',
              ja: 'このルールで許可されるはずですが、UNTRACKED のパケットにはない状態を条件にしています。',
            },
          },
        ]),
  ],
  analyse,
  fixes: (finding, file) => {
    const fixes: Fix[] = [];
    const rule = file.bound(finding.line);
    const exemption = exemptionsOf(file).find((one) => one.line === finding.line && chainOf(one) === finding.chain);
    if (rule === undefined || exemption === undefined) return fixes;
    const accept = acceptRule(rule, finding.chain);
    const edit = acceptEdit(file, finding.chain, accept, false);
    if (edit !== undefined) {
      fixes.push({
        title: { en: `Accept it in ${finding.chain}: \`${accept}\``, ja: `${finding.chain} で許可する: \`${accept}\`` },
        edits: [edit],
        preferred: true,
      });
    }
    const state = finding.stateLine === undefined ? undefined : addUntracked(file, finding.stateLine);
    if (state !== undefined) fixes.push(state);
    const whole = exemptEverywhere(file, finding.line);
    if (whole !== undefined) fixes.push(whole);
    return fixes;
  },
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'untracked-not-accepted'>[] {
  const exemptions = exemptionsOf(analysis.file);
  if (exemptions.length === 0) return [];
  const taken = exemptedByLine(analysis);
  const ends = { INPUT: endsOf(analysis, 'INPUT', taken.PREROUTING), OUTPUT: endsOf(analysis, 'OUTPUT', taken.OUTPUT) };
  const findings: Finding<'untracked-not-accepted'>[] = [];
  for (const exemption of exemptions) {
    const packets = taken[exemption.hook].get(exemption.line);
    const found = packets && findings.length < most ? findingOf(analysis, exemption, packets, ends[chainOf(exemption)]) : undefined;
    if (found !== undefined) findings.push(found);
  }
  return findings;
}

/** After how many findings it is enough. */
const most = 40;

/** Where filter lets the packets end that raw exempts. */
function endsOf(analysis: RulesetAnalysis, chain: 'INPUT' | 'OUTPUT', taken: ReadonlyMap<number, PacketSet>): readonly Decision[] {
  const all = new Union(analysis.space.diagram);
  for (const packets of taken.values()) all.add(packets);
  return decide(analysis, 'filter', chain, asUntracked(analysis, all.get())) ?? [];
}

function findingOf(
  analysis: RulesetAnalysis,
  exemption: Exemption,
  packets: PacketSet,
  ends: readonly Decision[],
): Finding<'untracked-not-accepted'> | undefined {
  const { file, space } = analysis;
  const chain = chainOf(exemption);
  const untracked = asUntracked(analysis, packets);
  const decisions = ends.filter((decision) => space.diagram.meets(decision.packets, untracked));
  // What single rules drop of them comes first; the last one is what takes the rest.
  const drop = decisions.at(-1);
  if (!allEnd(decisions, isDrop) || drop === undefined) return undefined;
  if (chain === 'INPUT' && (isForwarded(analysis, packets) || isForOthers(analysis, packets))) return undefined;
  const record = file.records[exemption.line];
  const ports = portsInWords(exemption.packets);
  const protocol = exemption.packets.protocol.length === 1 ? protocolWord(exemption.packets.protocol[0]?.[0]) : undefined;
  return {
    code: 'untracked-not-accepted',
    line: exemption.line,
    start: record?.jumpStart ?? 0,
    end: record?.jumpEnd ?? 0,
    service: [protocol, ports].filter((part) => part !== undefined).join(' '),
    chain,
    by: drop.by === 'policy' ? 'policy' : 'rule',
    dropLine: drop.line,
    stateLine: acceptedButForState(analysis, chain, packets),
  };
}

/** Local addresses, as `--dst-type` counts them (RTN_LOCAL). */
const local = 2;

/** `! --dst-type LOCAL`: the packets are not for this host. */
function isForOthers({ space }: RulesetAnalysis, packets: PacketSet): boolean {
  return !space.diagram.meets(packets, packetsWith(space, { destinationType: local }));
}

function protocolWord(number: number | undefined): string | undefined {
  return number === 17 ? 'UDP' : number === 6 ? 'TCP' : undefined;
}

function chainOf(exemption: Exemption): 'INPUT' | 'OUTPUT' {
  return exemption.hook === 'PREROUTING' ? 'INPUT' : 'OUTPUT';
}

/** The rule that would accept the packets if they had one of the states that it asks for. */
function acceptedButForState(analysis: RulesetAnalysis, chain: 'INPUT' | 'OUTPUT', packets: PacketSet): number | undefined {
  const { space, file } = analysis;
  const { diagram } = space;
  const stateless = regardlessOfState(space, packets);
  const tracked = diagram.subtract(stateless, packetsWith(space, { state: 'UNTRACKED' }));
  // A rule for any protocol is there for replies, not for this service.
  const names = ({ line }: Decision): boolean => {
    const upper = analysis.rule(line)?.upper ?? nothing;
    const named = [6, 17].some((protocol) => diagram.within(upper, packetsWith(space, { protocol })));
    return named && diagram.within(stateless, regardlessOfState(space, upper)) && stateListOf(file, line) !== undefined;
  };
  return decide(analysis, 'filter', chain, tracked)?.find((one) => one.verdict === 'accept' && one.by === 'rule' && names(one))?.line;
}
