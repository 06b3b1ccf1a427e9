import { floodWays } from '../analysis/flood';
import type { BoundRule } from '../model/bound';
import { optionSpan } from '../model/bound';
import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { isAccepted, rewritten } from './support/rewritten';

declare module './rule' {
  interface AnalysisData {
    /** `jumps`: the lines of the jumps by which packets come in without a limit, from the built-in chain on. */
    'log-without-limit': { readonly target: string; readonly jumps: readonly number[] };
  }
}

export const logWithoutLimit = defineRule({
  code: 'log-without-limit',
  severity: 'information',
  title: { en: 'Logging without a limit', ja: '頻度制限のないログ' },
  page: {
    en: 'Whoever sends packets that such a rule matches decides how much is logged: a scan or a flood fills the disk, hides other messages, and slows the host down (a serial console most of all). Let `-m limit` match some of them only: `--limit 5/min` logs the first five (`--limit-burst`), and then five in a minute. What is over the limit just goes on to the next rule.\n\nNothing is said of rules that have a limit, or get their packets through a jump that has one, of what this host sends itself, of loopback traffic, and of `NFLOG` and `ULOG` rules that are set up for mass (with a threshold or a size, or without a prefix): accounting programs want every packet.',
    ja: 'このようなルールでは、一致するパケットの送信者しだいでログの量が決まります。スキャンや大量送信を受けると、ディスクがあふれ、ほかのメッセージが埋もれ、ホストの動作も遅くなります（シリアルコンソールでは特に顕著です）。`-m limit` で一部だけに一致させてください。`--limit 5/min` なら、最初の 5 個（`--limit-burst`）のあとは毎分 5 個だけ記録されます。超過分は次のルールに進むだけです。\n\nすでに制限のあるルール、制限のあるジャンプを通ったパケットだけが届くルール、このホスト自身の送信やループバックの通信は指摘しません。大量に扱うよう設定された `NFLOG` と `ULOG`（しきい値やサイズの指定があるもの、prefix のないもの）も、集計プログラムがすべてのパケットを必要とするため対象外です。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j LOG --log-prefix "dropped: "\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m limit --limit 5/min -j LOG --log-prefix "dropped: "\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:LOGDROP - [0:0]\n-A INPUT -p tcp --dport 23 -j LOGDROP\n-A LOGDROP -j NFLOG --nflog-prefix "telnet"\n-A LOGDROP -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:LOGDROP - [0:0]\n-A INPUT -p tcp --dport 23 -m limit --limit 5/min -j LOGDROP\n-A LOGDROP -j NFLOG --nflog-prefix "telnet"\n-A LOGDROP -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ target }) => ({
    en: `Nothing limits this ${target}: whoever sends packets that reach it fills the log. Add \`-m limit --limit 5/min\` or the like.`,
    ja: `この ${target} には頻度の制限がありません。パケットを送りつけられると、ログがあふれます。\`-m limit --limit 5/min\` などを追加してください。`,
  }),
  related: ({ jumps }, file) =>
    jumps.map((line) => ({
      line,
      span: { start: file.records[line]?.jumpStart ?? 0, end: file.records[line]?.jumpEnd ?? 0 },
      message: {
        en: 'Packets come by this jump, without a limit either.',
        ja: 'パケットはこのジャンプを通って届きます。ここにも制限はありません。',
      },
    })),
  check: (file) => file.resolution().sections.flatMap((section) => unlimitedIn(file, section)),
  fixes: limit,
});

function unlimitedIn(file: RulesFile, section: Section): readonly Finding<'log-without-limit'>[] {
  const findings: Finding<'log-without-limit'>[] = [];
  // Most tables have no such rule, and following all jumps of a large one takes a while.
  let flood: ReturnType<typeof floodWays> | undefined;
  for (const chain of section.chains.values()) {
    for (const line of chain.rules) {
      const record = file.records[line];
      if (record?.target === undefined || !(record.target in massOptions)) continue;
      const rule = file.bound(line);
      if (rule === undefined || !isAccepted(rule) || isForMass(rule)) continue;
      flood ??= floodWays(file, section);
      const jumps = flood(chain.id, line)?.map((jump) => jump.line);
      if (jumps === undefined) continue;
      findings.push({ code: 'log-without-limit', line, start: record.jumpStart, end: record.jumpEnd, target: record.target, jumps });
    }
  }
  return findings;
}

/** The options by which a target is set up to hand on many packets cheaply, and the one that makes it write words. */
const massOptions: Readonly<Record<string, { readonly mass: readonly string[]; readonly words: string | undefined }>> = {
  LOG: { mass: [], words: undefined },
  NFLOG: { mass: ['nflog-threshold', 'nflog-size', 'nflog-range'], words: 'nflog-prefix' },
  ULOG: { mass: ['ulog-qthreshold', 'ulog-cprange'], words: 'ulog-prefix' },
};

function isForMass({ target }: BoundRule): boolean {
  const options = target === undefined ? undefined : massOptions[target.spec.name];
  if (target === undefined || options === undefined) return true;
  const has = (name: string): boolean => target.options.some((option) => option.spec.name === name);
  return options.mass.some(has) || (options.words !== undefined && !has(options.words));
}

function limit(finding: Finding<'log-without-limit'>, file: RulesFile): readonly Fix[] {
  const rule = file.bound(finding.line);
  if (rule?.jump === undefined) return [];
  const { start } = optionSpan(rule.jump.option);
  const words = '-m limit --limit 5/min';
  const edits = [replaceSpan(finding.line, { start, end: start }, `${words} `)];
  if (rewritten(file, rule, finding.line, edits) === undefined) return [];
  return [{ title: { en: `Insert \`${words}\``, ja: `\`${words}\` を挿入する` }, edits, preferred: true }];
}
