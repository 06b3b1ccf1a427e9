import { nothing } from '../analysis/diagram';
import { exemptPackets } from '../analysis/exempt';
import { packetsWith } from '../analysis/packets';
import type { ChainAnalysis, RulesetAnalysis } from '../analysis/ruleset';
import { exemptAt, exemptingLine, packetsAt, regardlessOfState } from '../analysis/tracking';
import { helperPorts } from '../catalogue/helper-ports';
import type { Hook } from '../catalogue/schema';
import type { BoundValue } from '../model/bound';
import { hooksOfChain } from '../model/hooks';
import type { RulesFile } from '../model/rules-file';
import type { Finding } from './rule';
import { defineRule } from './rule';

declare module './rule' {
  interface AnalysisData {
    'notrack-kills-helper': {
      readonly helper: string;
      readonly notrackLine: number;
      /** The line is a rule for what the helper announces; otherwise it is one that gives the helper to connections. */
      readonly waits: boolean;
    };
  }
}

export const notrackKillsHelper = defineRule({
  code: 'notrack-kills-helper',
  severity: 'warning',
  title: { en: 'Helper for exempted packets', ja: '追跡対象外のパケットへのヘルパー' },
  page: {
    en: 'A helper reads the first connection of FTP, SIP or TFTP, finds in it which further connection is to come, and announces that one, so that it counts as RELATED and is translated by NAT. It needs an entry in the connection table for that. Packets that NOTRACK has taken out of tracking have none: of `NOTRACK` and `CT` in raw the first one counts, and a later `CT --helper` does nothing to them. Logins then work, while directory listings, transfers or voice do not.\n\nLet the first connection be tracked: put `CT --helper` before the NOTRACK rule, or exempt other ports. The same is said of a rule with `-m helper` where the usual port of its helper is exempted for both directions.',
    ja: 'ヘルパーは FTP、SIP、TFTP などの最初のコネクションの内容を読み、次に来るコネクションを予告します。予告されたコネクションは RELATED になり、NAT でも正しく変換されます。そのためには、最初のコネクションが追跡されている必要があります。NOTRACK で対象外にしたパケットは追跡されません。raw では `NOTRACK` と `CT` のうち先に一致したほうだけが働くため、後の `CT --helper` は無視されます。その結果、ログインはできるのに、一覧の取得や転送、音声がつながらなくなります。\n\n最初のコネクションは追跡してください。`CT --helper` を NOTRACK より前に置くか、対象外にするポートを変更してください。`-m helper` のあるルールも、そのヘルパーの標準のポートが両方向とも対象外になっている場合に指摘します。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -j NOTRACK\n-A PREROUTING -p tcp -m tcp --dport 21 -j CT --helper ftp\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 21 -j CT --helper ftp\n-A PREROUTING -p tcp -j NOTRACK\nCOMMIT\n',
    },
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 69 -j NOTRACK\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m conntrack --ctstate RELATED -m helper --helper tftp -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 69 -j CT --helper tftp\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m conntrack --ctstate RELATED -m helper --helper tftp -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ helper, notrackLine, waits }) =>
    waits
      ? {
          en: `Line ${notrackLine + 1} takes the connections that the helper \`${helper}\` reads out of tracking, so it announces none, and this rule never matches. Leave its port tracked.`,
          ja: `ヘルパー \`${helper}\` が読むコネクションは ${notrackLine + 1} 行目で追跡の対象外になり、何も予告されないため、このルールは一致しません。ヘルパーのポートは追跡してください。`,
        }
      : {
          en: `Line ${notrackLine + 1} has taken these packets out of connection tracking before, so they get no helper: the first of NOTRACK and CT counts. Put this rule before it, or leave the port tracked.`,
          ja: `これらのパケットは先に ${notrackLine + 1} 行目で追跡の対象外になるため、ヘルパーは割り当てられません（NOTRACK と CT は先に一致したほうだけが働きます）。このルールをその前に移すか、対象外から外してください。`,
        },
  related: ({ notrackLine }, file) => [
    {
      line: notrackLine,
      span: { start: file.records[notrackLine]?.jumpStart ?? 0, end: file.records[notrackLine]?.jumpEnd ?? 0 },
      message: { en: 'Here the packets are taken out of connection tracking.', ja: 'ここでパケットが追跡の対象外になります。' },
    },
  ],
  analyse,
});

function analyse(analysis: RulesetAnalysis): readonly Finding<'notrack-kills-helper'>[] {
  if (exemptAt(analysis, 'PREROUTING').surely === nothing && exemptAt(analysis, 'OUTPUT').surely === nothing) return [];
  const given = new Set<string>();
  const findings: Finding<'notrack-kills-helper'>[] = [];
  for (const [name, table] of analysis.tables) {
    const hooks = hooksOfChain(table.section);
    for (const chain of table.chains.values()) {
      for (const line of chain.lines ?? []) {
        const value = helperIn(analysis.file, line);
        if (value === undefined) continue;
        if (name === 'raw') given.add(value.text);
        const from = hooks(chain.chain.id);
        const notrackLine = name === 'raw' ? exemptBefore(analysis, chain, line, from) : portExempted(analysis, value.text, from);
        if (notrackLine === undefined) continue;
        findings.push({
          code: 'notrack-kills-helper',
          line,
          start: value.start,
          end: value.end,
          helper: value.text,
          notrackLine,
          waits: name !== 'raw',
        });
      }
    }
  }
  // Which connections a rule of raw gives to a helper has nothing to do with its usual port.
  return findings.filter(({ waits, helper }) => !waits || !given.has(helper));
}

/** The helper that a rule names: one that it gives, or whose announcements it asks for. */
function helperIn(file: RulesFile, line: number): BoundValue | undefined {
  if (!file.lineText(line).includes('helper')) return undefined;
  const option = file.bound(line)?.options.find(({ spec, owner }) => spec.name === 'helper' && owner !== undefined);
  return option?.negation === undefined ? option?.values[0] : undefined;
}

/** The NOTRACK line that all packets of a rule of raw have met before; `undefined` when that is not sure. */
function exemptBefore(analysis: RulesetAnalysis, chain: ChainAnalysis, line: number, hooks: readonly Hook[]): number | undefined {
  const { space } = analysis;
  const { diagram } = space;
  const met = diagram.intersect(analysis.rule(line)?.upper ?? nothing, chain.entering);
  let notrackLine: number | undefined;
  for (const hook of ['PREROUTING', 'OUTPUT'] as const) {
    if (!hooks.includes(hook)) continue;
    // What comes by lo is in the connection table already, so neither target does anything to it.
    const seen = hook === 'OUTPUT' ? packetsAt(space, hook) : diagram.subtract(packetsAt(space, hook), packetsWith(space, { input: 'lo' }));
    const packets = regardlessOfState(space, diagram.intersect(met, seen));
    if (packets === nothing) continue;
    if (!diagram.within(packets, exemptPackets(analysis, hook).surely)) return undefined;
    notrackLine ??= exemptingLine(analysis, hook, packets);
  }
  return notrackLine;
}

/** The NOTRACK line for the usual port of a helper, where its connections are exempted whoever begins them. */
function portExempted(analysis: RulesetAnalysis, helper: string, hooks: readonly Hook[]): number | undefined {
  const { space } = analysis;
  const { diagram } = space;
  const usual = helperPorts.find(({ name }) => name === helper);
  if (usual === undefined || hooks.length === 0) return undefined;
  const origins = hooks.every((hook) => hook === 'FORWARD') ? (['FORWARD'] as const) : (['INPUT', 'OUTPUT'] as const);
  let notrackLine: number | undefined;
  for (const protocol of usual.protocols) {
    const connections = packetsWith(space, { protocol, destinationPort: usual.port, fragment: 0 });
    for (const hook of origins) {
      const loopback = packetsWith(space, hook === 'OUTPUT' ? { output: 'lo' } : { input: 'lo' });
      const packets = diagram.intersect(diagram.subtract(packetsAt(space, hook), loopback), connections);
      if (!diagram.within(packets, exemptAt(analysis, hook).surely)) return undefined;
      notrackLine ??= exemptingLine(analysis, hook, packets);
    }
  }
  return notrackLine;
}
