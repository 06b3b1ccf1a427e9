import { analysisOf } from '../analysis/current';
import type { Decision } from '../analysis/decide';
import { decide } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { exemptPackets } from '../analysis/exempt';
import { packetsWith, regardless } from '../analysis/packets';
import { rewritesOf } from '../analysis/rewrites';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { BoundRule } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix, Related } from './rule';
import { defineRule } from './rule';
import { sameRule } from './support/counterpart-rule';
import { dropPlace } from './support/drop-place';
import { filterChain, surelyDropped, talksToNetwork } from './support/filter-chain';
import { insertRules } from './support/insert-rules';
import { networkPackets } from './support/network-packets';
import type { PortEntry } from './support/port-list';
import { portListsOf } from './support/port-list';
import { letsStrangersIn } from './support/stranger';

declare module './rule' {
  interface AnalysisData {
    'open-in-one-family': {
      readonly protocol: 'tcp' | 'udp';
      /** The ports that are open there and not here, as written there. */
      readonly ports: readonly string[];
      /** The line of the other file that opens them, and that file's name. */
      readonly openLine: number;
      readonly otherName: string;
      readonly family: 'IPv4' | 'IPv6';
    };
  }
}

export const openInOneFamily = defineRule({
  code: 'open-in-one-family',
  severity: 'information',
  title: { en: 'Service open in one family only', ja: '片方のファミリーでだけ開いているサービス' },
  page: {
    en: 'A host has one set of rules for IPv4 and one for IPv6, and a service opened in one of them only is a usual oversight: a client that finds both addresses of the host tries IPv6 first, and fails or waits until it gives up. This file drops by default what the one beside it (`rules.v6` beside `rules.v4`, `ip6tables` beside `iptables`) accepts from everybody.\n\nOnly ports that a rule names and that everybody may reach are compared, not ones that are limited to addresses or interfaces, not ICMP, and not the ports of protocols that one family alone has (DHCP, NetBIOS). A port that a rule drops by its number is dropped on purpose, and a file that lets nothing in at all, not even replies, shuts the family off on purpose. In the editor the other file is read from disk where it is not open; `iptables-language-server check rules.v4 rules.v6` compares both.',
    ja: '一つのホストには IPv4 用と IPv6 用のルールがあり、サービスを片方でだけ開けてしまうのはよくある見落としです。両方のアドレスを見つけたクライアントは先に IPv6 で接続を試み、失敗するか、あきらめるまで待たされます。このファイルが既定で破棄しているポートを、隣のファイル（`rules.v4` に対する `rules.v6`、`iptables` に対する `ip6tables` など）は誰にでも許可しています。\n\n比較するのは、ルールに明記され、誰からでも届くポートだけです。アドレスやインターフェイスで限定されたもの、ICMP、片方のファミリーにしかないプロトコルのポート（DHCP、NetBIOS）は比較しません。ポート番号を指定して破棄している場合や、応答も含めて何も受け付けないファイルは、意図したものとみなします。エディターでは、隣のファイルが開かれていなければディスクから読み込みます。`iptables-language-server check rules.v4 rules.v6` でも両方を比較します。',
  },
  examples: [
    {
      family: 'ipv6',
      sibling:
        '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT\nCOMMIT\n',
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT\nCOMMIT\n',
    },
    {
      sibling:
        '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p udp -m udp --dport 51820 -j ACCEPT\nCOMMIT\n',
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-port-unreachable\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -s 192.0.2.0/24 -p udp -m udp --dport 51820 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-port-unreachable\nCOMMIT\n',
    },
  ],
  message: ({ protocol, ports, openLine, otherName, family }) => {
    const words = `${protocol.toUpperCase()} ${ports.join(', ')}`;
    return {
      en: `\`${otherName}\` lets everybody in to ${words} (line ${openLine + 1}); here it is dropped. Accept it as well if it is meant to be there for ${family}.`,
      ja: `\`${otherName}\`（${openLine + 1} 行目）では誰にでも開いている ${words.replaceAll(', ', '、')} が、ここでは破棄されます。${family} でも提供するサービスなら許可してください。`,
    };
  },
  compare,
  related: ({ openLine }, file): readonly Related[] => {
    const rule = file.sibling?.file.bound(openLine);
    const value = rule && portListsOf(rule).find(({ side }) => side === 'destination')?.option.values[0];
    return [
      {
        sibling: true,
        line: openLine,
        ...(value === undefined ? {} : { span: { start: value.start, end: value.end } }),
        message: { en: 'It is open here.', ja: 'ここでは開いています。' },
      },
    ];
  },
  fixes: acceptHere,
});

/** How many findings there are at most: beyond that the two files are not meant to be alike. */
const mostFindings = 5;
/** How many rules of the other file are looked at. */
const mostRules = 200;

function compare(analysis: RulesetAnalysis, other: RulesetAnalysis): readonly Finding<'open-in-one-family'>[] {
  const { file } = analysis;
  const otherName = nameOf(file.sibling?.uri ?? '');
  if (filterChain(analysis, 'INPUT') === undefined || !talksToNetwork(analysis, 'INPUT')) return [];
  const findings: Finding<'open-in-one-family'>[] = [];
  for (const { line, protocol, entries } of openServices(other)) {
    const closed = entries.flatMap((entry) => {
      const decisions = droppedByDefault(analysis, protocol, entry);
      return decisions === undefined ? [] : [{ entry, decisions }];
    });
    const [first] = closed;
    const place = first && dropPlace(file, first.decisions);
    if (place === undefined) continue;
    const ports = closed.map(({ entry }) => entry.text);
    const family = file.family === 'ipv4' ? 'IPv4' : 'IPv6';
    const { line: at, start, end } = place;
    findings.push({ code: 'open-in-one-family', line: at, start, end, protocol, ports, openLine: line, otherName, family });
    if (findings.length === mostFindings) break;
  }
  return findings;
}

interface OpenService {
  readonly line: number;
  readonly protocol: 'tcp' | 'udp';
  readonly entries: readonly PortEntry[];
}

/** The rules of INPUT, and of chains it leads to, that let everybody in to ports they name. */
function* openServices(analysis: RulesetAnalysis): Generator<OpenService> {
  const { file } = analysis;
  const input = filterChain(analysis, 'INPUT');
  if (input === undefined) return;
  let left = mostRules;
  for (const { lines = [] } of input.table.chains.values()) {
    for (const line of lines) {
      if (file.records[line]?.target !== 'ACCEPT') continue;
      const rule = file.bound(line);
      const protocol = rule && protocolOf(rule);
      const ports = rule && portListsOf(rule).find(({ side }) => side === 'destination');
      if (rule === undefined || protocol === undefined || ports === undefined) continue;
      if (--left < 0) return;
      const entries = ports.entries.filter(
        (entry) =>
          isService(entry) &&
          !isRewritten(analysis, protocol, entry) &&
          letsStrangersIn(file, input.table.section, rule.protocol ?? 0, entry) === line,
      );
      if (entries.length > 0) yield { line, protocol, entries };
    }
  }
}

function protocolOf({ protocol, protocolInverted }: BoundRule): 'tcp' | 'udp' | undefined {
  if (protocolInverted) return undefined;
  return protocol === 6 ? 'tcp' : protocol === 17 ? 'udp' : undefined;
}

/** A range wider than this is not there for one service. */
const widest = 128;

/** The ports of protocols that only one family has: DHCP, NetBIOS, RIP; DHCPv6, RIPng. */
const ofOneFamily: readonly (readonly [from: number, to: number])[] = [
  [67, 68],
  [137, 139],
  [520, 521],
  [546, 547],
];

function isService({ from, to }: PortEntry): boolean {
  if (to - from >= widest) return false;
  return !ofOneFamily.some(([first, last]) => first <= to && from <= last);
}

/** nat may send packets to these ports elsewhere, or others to them: what INPUT says of them is then not the whole story. */
function isRewritten(analysis: RulesetAnalysis, protocol: 'tcp' | 'udp', { from, to }: PortEntry): boolean {
  const { space } = analysis;
  const asked = packetsWith(space, { state: 'NEW', fragment: 0, protocol: numbers[protocol], destinationPort: [from, to], output: '' });
  const decisions = decide(analysis, 'nat', 'PREROUTING', asked) ?? [];
  return (
    decisions.some(({ verdict, by }) => by === 'unknown' || verdict.startsWith('nat ')) ||
    rewritesOf(analysis).some(({ to: { ports } }) => ports !== undefined && ports.from <= to && from <= ports.to)
  );
}

const numbers = { tcp: 6, udp: 17 } as const;

/** The decisions about new connections from the network to ports, where all are surely dropped, and by no rule that is there for these ports. */
function droppedByDefault(analysis: RulesetAnalysis, protocol: 'tcp' | 'udp', entry: PortEntry): readonly Decision[] | undefined {
  const { space } = analysis;
  const { from, to } = entry;
  const asked: PacketSet = space.diagram.intersect(
    networkPackets(space, 'INPUT'),
    packetsWith(space, { state: 'NEW', fragment: 0, protocol: numbers[protocol], destinationPort: [from, to] }),
  );
  const decisions = surelyDropped(analysis, 'INPUT', asked);
  if (decisions === undefined || isRewritten(analysis, protocol, entry)) return undefined;
  // What raw takes out of tracking is never NEW.
  if (space.diagram.meets(asked, exemptPackets(analysis, 'PREROUTING').maybe)) return undefined;
  return decisions.every(({ by, line }) => by === 'policy' || asksForNoPort(analysis, line)) ? decisions : undefined;
}

function asksForNoPort(analysis: RulesetAnalysis, line: number): boolean {
  const upper = analysis.rule(line)?.upper;
  return upper !== undefined && regardless(analysis.space, upper, ['destinationPort']) === upper;
}

/** The other file's rule where it stands, in INPUT and with nothing of its family in it; else one for just the ports. */
function acceptHere(finding: Finding<'open-in-one-family'>, file: RulesFile): readonly Fix[] {
  const { protocol, ports, openLine } = finding;
  const analysis = analysisOf(file);
  const input = filterChain(analysis, 'INPUT');
  const asked = file.sibling?.file.bound(openLine);
  const entries = (asked && portListsOf(asked).find(({ side }) => side === 'destination')?.entries) ?? [];
  const [first] = entries.filter(({ text }) => ports.includes(text));
  const decisions = first && droppedByDefault(analysis, protocol, first);
  const place = decisions && dropPlace(file, decisions);
  if (input === undefined || asked === undefined || place === undefined) return [];
  const isWhole = entries.length === ports.length && asked.command?.chain?.text === input.name;
  const words = ports.length === 1 ? `-m ${protocol} --dport ${ports[0]}` : `-m multiport --dports ${ports.join(',')}`;
  const rule = isWhole && isOfAnyFamily(asked) ? sameRule(asked, input.name, 'ACCEPT') : `-A INPUT -p ${protocol} ${words} -j ACCEPT`;
  const edit = insertRules(analysis, input, [rule], place.top);
  return edit === undefined ? [] : [{ title: { en: `Insert \`${rule}\``, ja: `\`${rule}\` を挿入する` }, edits: [edit], preferred: true }];
}

const matchesOfAnyFamily: ReadonlySet<string> = new Set(['tcp', 'udp', 'multiport', 'conntrack', 'state', 'comment']);
const optionsOfAnyFamily: ReadonlySet<string> = new Set(['protocol', 'jump', 'set-counters', 'match']);

function isOfAnyFamily({ matches, options }: BoundRule): boolean {
  return (
    matches.every(({ spec }) => matchesOfAnyFamily.has(spec.name)) &&
    options.every(({ owner, spec }) => owner !== undefined || optionsOfAnyFamily.has(spec.name))
  );
}

/** The last part of a URI or path. */
function nameOf(uri: string): string {
  const last = uri.slice(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('\\')) + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
