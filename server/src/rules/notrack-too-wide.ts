import { nothing } from '../analysis/diagram';
import type { RulesetAnalysis } from '../analysis/ruleset';
import { exemptAt } from '../analysis/tracking';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Related } from './rule';
import { defineRule } from './rule';
import { deadStates } from './support/dead-states';
import { openedIn } from './support/opened-ports';
import { stateListOf } from './support/state-list';
import { linesInWords } from './support/verdict-words';
import { isWide } from './support/wide-exemption';

declare module './rule' {
  interface AnalysisData {
    'notrack-too-wide': {
      /** `disarms`: rules that ask for states match nothing any more. `opens`: rules that accept UNTRACKED let in connections to every port. */
      readonly kind: 'disarms' | 'opens';
      /** Those rules. */
      readonly lines: readonly number[];
      /** What is opened. */
      readonly protocols: readonly ('TCP' | 'UDP')[];
    };
  }
}

export const notrackTooWide = defineRule({
  code: 'notrack-too-wide',
  severity: 'warning',
  title: { en: 'NOTRACK that exempts too much', ja: '対象の広すぎる NOTRACK' },
  page: {
    en: 'A firewall that lets in replies by ESTABLISHED and a few ports by NEW stands on connection tracking. Packets that raw exempts have no such state: they are all UNTRACKED, the first packet of an attack as well as the answer to a request of your own. Two things go wrong when too many are exempted.\n\nA rule that accepts UNTRACKED, put into the list to let the answers in (`--ctstate RELATED,ESTABLISHED,UNTRACKED`), then accepts new connections to every port: `-p tcp -j NOTRACK` together with it opens all of TCP to the network, whatever the policy says.\n\nAnd where everything is exempted, the rules that ask for NEW, ESTABLISHED or RELATED never match again.\n\nExempt the ports that need it only, in both directions, and accept UNTRACKED packets by the same ports and addresses (`-p udp --dport 694 --ctstate UNTRACKED`), never all of them.',
    ja: '応答を ESTABLISHED で、一部のポートを NEW で許可するファイアウォールは、コネクション追跡を前提にしています。raw で対象外にしたパケットにはその状態がなく、攻撃の最初のパケットも、こちらからの要求に対する応答も、すべて UNTRACKED です。対象外にする範囲が広すぎると、二つの問題が起こります。\n\n応答を受け取るために UNTRACKED をリストに加えたルール（`--ctstate RELATED,ESTABLISHED,UNTRACKED`）は、すべてのポートへの新しい接続も許可します。たとえば `-p tcp -j NOTRACK` と組み合わせると、ポリシーに関係なく、TCP の全ポートがネットワークに開放されます。\n\nまた、すべてのパケットを対象外にすると、NEW、ESTABLISHED、RELATED を条件にするルールは一致しなくなります。\n\n対象外にするのは必要なポートだけにし（両方向とも）、UNTRACKED のパケットも同じポートやアドレスに限って許可してください（`-p udp --dport 694 --ctstate UNTRACKED` など）。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -j NOTRACK\n-A OUTPUT -p tcp -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED,UNTRACKED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j NOTRACK\n-A OUTPUT -p tcp -m tcp --sport 80 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 694 -j NOTRACK\n-A OUTPUT -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p udp -m udp --dport 694 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: (data) => {
    const by = linesInWords(data.lines);
    if (data.kind === 'disarms') {
      return {
        en: `This takes everything that comes by here out of connection tracking, so ${by.en} can never match: only UNTRACKED is left. Name the ports that need no tracking.`,
        ja: `ここを通るすべてのパケットが追跡の対象外になり、状態は UNTRACKED だけになるため、${by.ja}のルールは一致しません。追跡の不要なポートだけを指定してください。`,
      };
    }
    const what = data.protocols.join(' and ');
    const whatJa = data.protocols.join(' と ');
    return {
      en: `With ${by.en}, where UNTRACKED is accepted, this opens every ${what} port: new connections are UNTRACKED, too. Exempt single ports, and accept UNTRACKED by the same ports only.`,
      ja: `UNTRACKED を許可する ${by.ja}と合わせると、新しい接続も UNTRACKED なので、${whatJa} の全ポートが開放されます。対象外にするポートを限定し、UNTRACKED の許可も同じポートに限ってください。`,
    };
  },
  related: (data, file) =>
    data.lines.slice(0, 8).map((line) => ({
      line,
      ...stateSpan(file, line),
      message:
        data.kind === 'opens'
          ? { en: 'This rule lets them all in.', ja: 'このルールで、すべて許可されます。' }
          : { en: 'No packet from there has such a state any more.', ja: 'そこを通ったパケットは、この状態になりません。' },
    })),
  analyse: (analysis) => [...openedBy(analysis), ...disarmedBy(analysis)],
});

/** The NOTRACK rules without conditions because of which others never match, and those others. */
function disarmedBy(analysis: RulesetAnalysis): readonly Finding<'notrack-too-wide'>[] {
  const lines = new Map<number, number[]>();
  for (const { line, notrackLine } of deadStates(analysis)) {
    if (isWide(analysis, notrackLine)) lines.set(notrackLine, [...(lines.get(notrackLine) ?? []), line]);
  }
  return [...lines].map(([line, dead]) => ({
    code: 'notrack-too-wide',
    line,
    ...jumpSpan(analysis, line),
    kind: 'disarms',
    lines: dead,
    protocols: [],
  }));
}

const protocols = [
  ['TCP', 6],
  ['UDP', 17],
] as const;

/** The NOTRACK rules after which rules that accept UNTRACKED packets let anybody open a connection to any port. */
function openedBy(analysis: RulesetAnalysis): readonly Finding<'notrack-too-wide'>[] {
  const found = new Map<number, { readonly names: Set<'TCP' | 'UDP'>; readonly accepts: Set<number> }>();
  for (const chain of ['INPUT', 'FORWARD'] as const) {
    if (exemptAt(analysis, chain).surely === nothing) continue;
    for (const [name, number] of protocols) {
      for (const { line, acceptLine } of openedIn(analysis, chain, number)) {
        const opened = found.get(line) ?? { names: new Set(), accepts: new Set() };
        opened.names.add(name);
        opened.accepts.add(acceptLine);
        found.set(line, opened);
      }
    }
  }
  return [...found].map(([line, { names, accepts }]) => ({
    code: 'notrack-too-wide',
    line,
    ...jumpSpan(analysis, line),
    kind: 'opens',
    protocols: [...names],
    lines: [...accepts],
  }));
}

function jumpSpan({ file }: RulesetAnalysis, line: number): { readonly start: number; readonly end: number } {
  const record = file.records[line];
  return { start: record?.jumpStart ?? 0, end: record?.jumpEnd ?? 0 };
}

function stateSpan(file: RulesFile, line: number): Pick<Related, 'span'> {
  const list = stateListOf(file, line);
  return list === undefined ? {} : { span: { start: list.start, end: list.end } };
}
