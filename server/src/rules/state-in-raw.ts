import { allStates } from '../analysis/conditions';
import { lineConditions } from '../analysis/line-conditions';
import { isNotrack } from '../analysis/notrack';
import { openWays } from '../analysis/open-way';
import type { BoundExtension, BoundOption, BoundRule } from '../model/bound';
import { optionSpan } from '../model/bound';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { sectionAt } from '../model/sections';
import { diffLines } from '../text/diff';
import { ConnectionState, parseStates } from '../values/index';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { edited } from './support/exempt-everywhere';
import { removeWords } from './support/fix';
import { removeRule } from './support/remove-rule';
import { addRules } from './support/sections';

declare module './rule' {
  interface AnalysisData {
    'state-in-raw': {
      /** The list, with its `!`. */
      readonly states: string;
      /** The condition holds for every packet, or for none; loopback and the kernel's own answers apart. */
      readonly matches: 'all' | 'none';
      /** Rules before may have taken packets out of tracking, of which it does not hold. */
      readonly afterNotrack: boolean;
    };
  }
}

export const stateInRaw = defineRule({
  code: 'state-in-raw',
  severity: 'warning',
  title: { en: 'Connection state asked for in raw', ja: 'raw での接続状態の判定' },
  page: {
    en: 'The raw table comes before connection tracking; that is what it is for. No connection has been looked up there, and a packet without one counts as INVALID. So `--ctstate INVALID` matches nearly every packet in raw (with DROP: the host is cut off), `--ctstate NEW` or `ESTABLISHED` nearly none, and `! --ctstate …` the other way round. Packets that a rule above has given to NOTRACK are UNTRACKED. Ask for the state in mangle (`PREROUTING`, `OUTPUT`) or in filter.\n\nExceptions are few. Loopback packets meet raw `PREROUTING` after they were tracked in `OUTPUT`, so rules with `-i lo` are passed over here; resets and ICMP errors that the kernel sends about a tracked packet are RELATED in raw `OUTPUT`; after `CT` (with a zone or a helper) a packet counts as NEW.',
    ja: 'raw テーブルはコネクション追跡より前に評価されます（そのためのテーブルです）。この時点では接続がまだ調べられておらず、接続のないパケットは INVALID とみなされます。そのため raw では、`--ctstate INVALID` はほぼすべてのパケットに一致し（DROP ならホストが孤立します）、`--ctstate NEW` や `ESTABLISHED` はほとんど一致しません。`! --ctstate …` ではその逆になります。手前のルールで NOTRACK にしたパケットは UNTRACKED です。状態は mangle（`PREROUTING`、`OUTPUT`）か filter で判定してください。\n\n例外はわずかです。ループバックのパケットは `OUTPUT` で追跡された後に raw の `PREROUTING` を通るため、`-i lo` のあるルールは指摘しません。追跡中のパケットについてカーネルが送る RST や ICMP エラーは、raw の `OUTPUT` で RELATED になります。`CT`（zone や helper の指定）の後では NEW とみなされます。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -m conntrack --ctstate INVALID -j DROP\nCOMMIT\n',
      good: '*mangle\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -m conntrack --ctstate INVALID -j DROP\nCOMMIT\n',
    },
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -m state --state ESTABLISHED -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n',
    },
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -m state ! --state NEW -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ states, matches, afterNotrack }) => {
    const which =
      matches === 'none'
        ? { en: 'matches (almost) none', ja: 'ほとんどのパケットに一致しません' }
        : afterNotrack
          ? {
              en: 'matches (almost) all that no rule above exempts',
              ja: '手前で追跡の対象外にしたものを除く、ほとんどすべてのパケットに一致します',
            }
          : { en: 'matches (almost) all', ja: 'ほとんどすべてのパケットに一致します' };
    return {
      en: `In raw no state is known yet and packets count as INVALID, so \`${states}\` ${which.en}. Ask for it in mangle or filter.`,
      ja: `raw では状態がまだ分からず、パケットは INVALID とみなされるため、\`${states}\` は${which.ja}。mangle か filter で判定してください。`,
    };
  },
  check: (file) =>
    file
      .resolution()
      .sections.filter(({ table }) => table === 'raw')
      .flatMap((section) => findingsIn(file, section)),
  fixes,
});

function findingsIn(file: RulesFile, section: Section): readonly Finding<'state-in-raw'>[] {
  const findings: Finding<'state-in-raw'>[] = [];
  // A chain whose every way in is for packets of `lo` is passed over as well.
  const ways = openWays(section, ['PREROUTING', 'OUTPUT'], (jump) => !isFromLoopback(file, jump.line));
  for (const chain of section.chains.values()) {
    for (const line of chain.rules) {
      const rule = file.lineText(line).includes('state') ? file.bound(line) : undefined;
      const options = rule?.options.filter(isStateOption) ?? [];
      if (options.length === 0 || isFromLoopback(file, line)) continue;
      if (ways(chain.id) === undefined) continue;
      const before = trackingBefore(file, section, chain, line);
      for (const option of options) {
        const found = findingOf(option, line, before);
        if (found !== undefined) findings.push(found);
      }
    }
  }
  return findings;
}

function isStateOption({ owner, spec }: BoundOption): boolean {
  return (owner?.spec.name === 'state' && spec.name === 'state') || (owner?.spec.name === 'conntrack' && spec.name === 'ctstate');
}

/** What a condition comes to where a packet's state is INVALID, or, behind a NOTRACK, maybe UNTRACKED. */
function findingOf(option: BoundOption, line: number, before: Before): Finding<'state-in-raw'> | undefined {
  const value = option.values[0];
  const states = value && parseStates(value.text);
  if (value === undefined || states === undefined || before === 'other') return undefined;
  const asks = (state: number): boolean => ((states & state) !== 0) !== (option.negation !== undefined);
  const afterNotrack = before === 'notrack' && asks(ConnectionState.INVALID) !== asks(ConnectionState.UNTRACKED);
  const matches = asks(ConnectionState.INVALID) ? 'all' : 'none';
  if (matches === 'none' && afterNotrack) return undefined;
  // All states together are asked for by who wants any packet.
  if ((states & allStates) === allStates) return undefined;
  return {
    code: 'state-in-raw',
    line,
    start: value.start,
    end: value.end,
    states: `${option.negation === undefined ? '' : '! '}${option.name.text} ${value.text}`,
    matches,
    afterNotrack,
  };
}

/** Whether rules that packets may have met before have changed what state they have: nothing, NOTRACK, or CT. */
type Before = 'nothing' | 'notrack' | 'other';

function trackingBefore(file: RulesFile, section: Section, chain: Chain, line: number): Before {
  let before: Before = 'nothing';
  for (const other of section.chains.values()) {
    // The two hooks of raw are two ways; only loopback packets go both.
    if (other !== chain && other.builtin && chain.builtin) continue;
    for (const at of other.rules) {
      const target = file.records[at]?.target;
      if (target !== 'CT' && target !== 'NOTRACK') continue;
      if (other === chain && at >= line && file.records[at]?.command === 'append') continue;
      const rule = file.bound(at);
      if (rule === undefined || !isNotrack(rule)) return 'other';
      before = 'notrack';
    }
  }
  return before;
}

/** A rule that only packets of `lo` meet, which have been tracked on their way out: by the interface, or by a loopback address. */
function isFromLoopback(file: RulesFile, line: number): boolean {
  const input = lineConditions(file, line)?.input;
  if (input !== undefined && !input.inverted && input.name !== '+' && 'lo'.startsWith(input.name.replace(/\+$/, ''))) return true;
  return (file.bound(line)?.options ?? []).some(
    ({ owner, spec, negation, values }) =>
      owner === undefined &&
      (spec.name === 'source' || spec.name === 'destination') &&
      negation === undefined &&
      /^(127\.|::1(\/128)?$)/.test(values[0]?.text ?? ''),
  );
}

function fixes(finding: Finding<'state-in-raw'>, file: RulesFile): readonly Fix[] {
  const rule = file.bound(finding.line);
  if (rule === undefined) return [];
  const offered = [moveToMangle(finding, file, rule), withoutState(finding, file, rule), withoutRule(finding, file)];
  return offered.filter((fix) => fix !== undefined);
}

/** Verdicts that mean the same one table further on. */
const movable: ReadonlySet<string> = new Set(['DROP', 'LOG', 'NFLOG']);

/** The rule one table further on, where the state is known and the same packets come by. */
function moveToMangle({ line }: Finding, file: RulesFile, rule: BoundRule): Fix | undefined {
  const record = file.records[line];
  const chain = rule.command?.chain?.text;
  if (record?.command !== 'append' || record.target === undefined || !movable.has(record.target)) return undefined;
  if (chain !== 'PREROUTING' && chain !== 'OUTPUT') return undefined;
  const without = removeRule(file, line);
  if (without === undefined) return undefined;
  const less = edited(file, [without]);
  const moved = edited(less, [addRules(less, 'mangle', chain, [rule.tree.text])]);
  return {
    title: { en: 'Move it to the mangle table', ja: 'mangle テーブルに移動する' },
    edits: diffLines(file.text(), moved.text()),
    preferred: true,
  };
}

/** Takes out a condition that every packet meets. Not where that would only lay bare a rule that is far too wide. */
function withoutState(finding: Finding<'state-in-raw'>, file: RulesFile, rule: BoundRule): Fix | undefined {
  const { line, start, matches, afterNotrack } = finding;
  const target = file.records[line]?.target;
  if (matches !== 'all' || afterNotrack || target === 'DROP' || target === 'NOTRACK' || target === 'CT') return undefined;
  const option = rule.options.find((one) => one.values[0]?.start === start);
  const match = option?.owner;
  if (option === undefined || match === undefined || match.options.length !== 1) return undefined;
  const name = nameOption(rule, match);
  if (name === undefined) return undefined;
  const words = [optionSpan(name), optionSpan(option)];
  const text = words.map((span) => rule.tree.text.slice(span.start, span.end)).join(' ');
  return {
    title: { en: `Remove \`${text}\`, which every packet meets here`, ja: `ここではすべてのパケットに当てはまる \`${text}\` を削除する` },
    edits: words.map((span) => removeWords(file, line, span)),
  };
}

/** The `-m` that brings a match. */
function nameOption(rule: BoundRule, match: BoundExtension): BoundOption | undefined {
  return rule.options.find((one) => one.owner === undefined && one.values[0]?.start === match.name.start);
}

function withoutRule({ line, matches }: Finding<'state-in-raw'>, file: RulesFile): Fix | undefined {
  const edit = matches === 'none' && sectionAt(file, line) !== undefined ? removeRule(file, line) : undefined;
  return edit && { title: { en: 'Remove the rule, which does nothing here', ja: 'ここでは働かないルールを削除する' }, edits: [edit] };
}
