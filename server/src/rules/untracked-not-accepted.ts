import { chainNamed, rulesInOrder, sectionOf } from '../analysis/chain-order';
import type { Conditions } from '../analysis/conditions';
import { allStates, relate } from '../analysis/conditions';
import { lineConditions } from '../analysis/fate';
import { isForwarded } from '../analysis/forwarded';
import type { Exemption } from '../analysis/notrack';
import { exemptionsOf } from '../analysis/notrack';
import { targetNamed } from '../catalogue/index';
import type { RulesFile } from '../model/rules-file';
import { ConnectionState } from '../values/index';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { acceptEdit, acceptRule, exemptEverywhere } from './support/exempt-everywhere';
import { filterFate } from './support/places';
import { portsInWords } from './support/ports-in-words';
import { addUntracked } from './support/state-list';

declare module './rule' {
  interface AnalysisData {
    'untracked-not-accepted': {
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
      en: `${service} is exempted from tracking here, but ${who.en} drops it: NOTRACK lets nothing through, and UNTRACKED packets match no NEW or ESTABLISHED rule. Accept it in ${chain} before that.`,
      ja: `${service} はここで追跡の対象外になりますが、${who.ja}で破棄されます。NOTRACK は通過を許可せず、UNTRACKED のパケットは NEW や ESTABLISHED のルールに一致しません。その前に ${chain} で許可してください。`,
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
  check: (file) => exemptionsOf(file).flatMap((exemption) => findingOf(file, exemption) ?? []),
  fixes: (finding, file) => {
    const fixes: Fix[] = [];
    const rule = file.bound(finding.line);
    const exemption = exemptionsOf(file).find((one) => one.line === finding.line && chainOf(one) === finding.chain);
    if (rule === undefined || exemption === undefined) return fixes;
    const accept = acceptRule(rule, finding.chain);
    const edit = acceptEdit(file, finding.chain, exemption.packets, accept, false);
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

function findingOf(file: RulesFile, exemption: Exemption): Finding<'untracked-not-accepted'> | undefined {
  const chain = chainOf(exemption);
  const fate = filterFate(file, chain, exemption.packets);
  if (fate?.kind !== 'dropped') return undefined;
  if (chain === 'INPUT' && (isForwarded(file, exemption.packets) || isForOthers(file, exemption))) return undefined;
  const record = file.records[exemption.line];
  const ports = portsInWords(exemption.packets);
  const protocol = exemption.packets.protocol.length === 1 ? protocolWord(exemption.packets.protocol[0]?.[0]) : undefined;
  return {
    code: 'untracked-not-accepted',
    line: exemption.line,
    start: record?.jumpStart ?? 0,
    end: record?.jumpEnd ?? 0,
    service: [protocol, ports].filter((part) => part !== undefined).join(' ') || 'This traffic',
    chain,
    by: fate.by,
    dropLine: fate.line,
    stateLine: acceptedButForState(file, chain, exemption.packets),
  };
}

/** `! --dst-type LOCAL`: the packets are not for this host. */
function isForOthers(file: RulesFile, exemption: Exemption): boolean {
  return (file.bound(exemption.line)?.options ?? []).some(
    (option) => option.spec.name === 'dst-type' && option.negation !== undefined && /\bLOCAL\b/i.test(option.values[0]?.text ?? ''),
  );
}

function protocolWord(number: number | undefined): string | undefined {
  return number === 17 ? 'UDP' : number === 6 ? 'TCP' : undefined;
}

function chainOf(exemption: Exemption): 'INPUT' | 'OUTPUT' {
  return exemption.hook === 'PREROUTING' ? 'INPUT' : 'OUTPUT';
}

/** The first rule of a chain that would accept the packets if it did not ask for a state. */
function acceptedButForState(file: RulesFile, name: string, packets: Conditions): number | undefined {
  const chain = chainNamed(sectionOf(file, 'filter'), name);
  const lines = chain === undefined ? undefined : rulesInOrder(file, chain);
  return lines?.find((line) => {
    const record = file.records[line];
    const conditions = lineConditions(file, line);
    if (record?.target === undefined || conditions === undefined) return false;
    if (targetNamed(record.target, file.family)?.verdict !== 'accept' || (conditions.states & ConnectionState.UNTRACKED) !== 0)
      return false;
    const named = conditions.protocol.length === 1 && conditions.protocol[0]?.[0] === conditions.protocol[0]?.[1];
    return named && relate({ ...packets, states: allStates }, { ...conditions, states: allStates }) === 'all';
  });
}
