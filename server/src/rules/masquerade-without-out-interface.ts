import { rulesInOrder } from '../analysis/chain-order';
import { everything, relate } from '../analysis/conditions';
import { lineConditions } from '../analysis/line-conditions';
import { openWays } from '../analysis/open-way';
import { optionSpan } from '../model/bound';
import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, sectionAt } from '../model/sections';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { isAccepted, rewritten } from './support/rewritten';

declare module './rule' {
  interface AnalysisData {
    /** `jumps`: the lines of the jumps, without conditions too, from POSTROUTING on. */
    'masquerade-without-out-interface': { readonly jumps: readonly number[] };
  }
}

export const masqueradeWithoutOutInterface = defineRule({
  code: 'masquerade-without-out-interface',
  severity: 'information',
  title: { en: 'MASQUERADE without an interface', ja: 'インターフェイスを指定しない MASQUERADE' },
  page: {
    en: 'MASQUERADE is meant for what leaves by the line to the provider. Without any condition it rewrites the source of everything that this host forwards or sends: also of connections from outside to a server in the inner network, which then sees, and logs, and bans, only this host’s address; and of traffic between inner networks and tunnels. Name the outer interface with `-o`, or the inner network with `-s` and `! -d`.\n\nNothing is said where any condition, on the rule or on a jump that leads to it, narrows the traffic, or where an earlier rule takes some out (ACCEPT, RETURN).',
    ja: 'MASQUERADE は、プロバイダー側の回線から出るパケットのためのものです。条件がないと、このホストが転送・送信するすべてのパケットの送信元が書き換えられます。外部から内側のサーバーへの接続も対象になるため、サーバーからはどの接続もこのホストからのものに見え、ログやアクセス制限が役に立たなくなります。内側のネットワークどうしやトンネルの通信も書き換えられます。`-o` で外側のインターフェイスを、または `-s` と `! -d` で内側のネットワークを指定してください。\n\nルール自体やそこに至るジャンプに条件がある場合、また、前のルールで一部を除外している場合（ACCEPT、RETURN）は指摘しません。',
  },
  examples: [
    {
      bad: '*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n-A PREROUTING -i eth0 -p tcp --dport 80 -j DNAT --to-destination 192.168.1.10\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n',
      good: '*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n-A PREROUTING -i eth0 -p tcp --dport 80 -j DNAT --to-destination 192.168.1.10\n-A POSTROUTING -o eth0 -j MASQUERADE\nCOMMIT\n',
    },
  ],
  message: () => ({
    en: 'Without a condition, MASQUERADE also hides who connects from outside or from another inner network: servers see this host’s address only. Name the outer interface with `-o`, or the inner network with `-s`.',
    ja: '条件のない MASQUERADE は、外部やほかの内側ネットワークからの接続の送信元まで書き換え、サーバーからはこのホストのアドレスしか見えなくなります。`-o` で外側のインターフェイスを、または `-s` で内側のネットワークを指定してください。',
  }),
  related: ({ jumps }, file) =>
    jumps.map((line) => ({
      line,
      span: { start: file.records[line]?.jumpStart ?? 0, end: file.records[line]?.jumpEnd ?? 0 },
      message: {
        en: 'Packets come by this jump, which has no condition either.',
        ja: 'パケットはこのジャンプを通って届きます。ここにも条件はありません。',
      },
    })),
  check: (file) =>
    file
      .resolution()
      .sections.filter((section) => section.table === 'nat')
      .flatMap((section) => unconditionalIn(file, section)),
  fixes: nameInterface,
});

function unconditionalIn(file: RulesFile, section: Section): readonly Finding<'masquerade-without-out-interface'>[] {
  const findings: Finding<'masquerade-without-out-interface'>[] = [];
  // Most tables have no such rule, and following all jumps of a large one takes a while.
  let way: ReturnType<typeof openWays> | undefined;
  const untouched = new Map<number, ReadonlySet<number>>();
  /** A rule has no condition, and no earlier one of its chain lets packets go untouched. */
  const getsEverything = (chain: number, line: number): boolean => {
    if (!isUnconditional(file, line)) return false;
    const rules = untouched.get(chain) ?? untouchedRules(file, section, chain);
    untouched.set(chain, rules);
    return rules.has(line);
  };
  for (const chain of section.chains.values()) {
    for (const line of chain.rules) {
      const record = file.records[line];
      if (record?.target !== 'MASQUERADE' || !getsEverything(chain.id, line)) continue;
      way ??= openWays(section, ['POSTROUTING'], (jump) => getsEverything(jump.from, jump.line));
      const jumps = way(chain.id)?.map((jump) => jump.line);
      const rule = file.bound(line);
      if (jumps === undefined || rule === undefined || !isAccepted(rule)) continue;
      findings.push({ code: 'masquerade-without-out-interface', line, start: record.jumpStart, end: record.jumpEnd, jumps });
    }
  }
  return findings;
}

/** The rules of a chain up to the first one that lets some packets go no further: no earlier one lets any go untouched. */
function untouchedRules(file: RulesFile, section: Section, chainId: number): ReadonlySet<number> {
  const chain = section.chains.get(chainId);
  const untouched = new Set<number>();
  for (const line of (chain && rulesInOrder(file, chain)) ?? []) {
    untouched.add(line);
    if (takesSome(file, section, line, true, new Set())) break;
  }
  return untouched;
}

function isUnconditional(file: RulesFile, line: number): boolean {
  const own = lineConditions(file, line);
  return own !== undefined && relate(everything(file.family), own) === 'all';
}

/** The targets that give a packet another source; nothing behind them is met. */
const translating: ReadonlySet<string> = new Set(['MASQUERADE', 'SNAT', 'NETMAP']);

/**
 * A rule takes packets away from those behind it: it lets them leave the chain untouched, or takes them all itself.
 * @param own It stands in the chain itself, which RETURN leaves.
 */
function takesSome(file: RulesFile, section: Section, line: number, own: boolean, seen: Set<number>): boolean {
  const record = file.records[line];
  if (record === undefined || record.jump < 0) return false;
  if (record.goto || record.target === 'ACCEPT' || (own && record.target === 'RETURN')) return true;
  if (own && record.target !== undefined && translating.has(record.target)) return isUnconditional(file, line);
  if (record.target !== undefined || seen.has(record.jump)) return false;
  seen.add(record.jump);
  return section.chains.get(record.jump)?.rules.some((inner) => takesSome(file, section, inner, false, seen)) ?? false;
}

/** Offered where the table names just one outer interface: by which other connections are translated, or forwarded ones come in. */
function nameInterface(finding: Finding<'masquerade-without-out-interface'>, file: RulesFile): readonly Fix[] {
  const section = sectionAt(file, finding.line);
  const rule = file.bound(finding.line);
  if (section === undefined || rule?.jump === undefined) return [];
  const [name, ...others] = outerInterfaces(file, section);
  if (name === undefined || others.length > 0 || isTranslated(file, section, name)) return [];
  const { start } = optionSpan(rule.jump.option);
  const words = `-o ${name}`;
  const edits = [replaceSpan(finding.line, { start, end: start }, `${words} `)];
  if (rewritten(file, rule, finding.line, edits) === undefined) return [];
  return [{ title: { en: `Insert \`${words}\``, ja: `\`${words}\` を挿入する` }, edits, preferred: true }];
}

function outerInterfaces(file: RulesFile, section: Section): ReadonlySet<string> {
  const names = new Set<string>();
  for (const chain of ['PREROUTING', 'POSTROUTING']) {
    for (const line of chainNamed(section, chain)?.rules ?? []) {
      const target = file.records[line]?.target;
      if (target !== 'DNAT' && target !== 'SNAT' && target !== 'MASQUERADE') continue;
      const conditions = lineConditions(file, line);
      const found = target === 'DNAT' ? conditions?.input : conditions?.output;
      if (found !== undefined && !found.inverted && found.name !== '+') names.add(found.name);
    }
  }
  return names;
}

/** All that leaves by an interface is translated already, so that one more rule for it would do nothing. */
function isTranslated(file: RulesFile, section: Section, name: string): boolean {
  const leaving = { ...everything(file.family), output: { name, inverted: false } };
  return (chainNamed(section, 'POSTROUTING')?.rules ?? []).some((line) => {
    const own = lineConditions(file, line);
    if (own?.output === undefined || !translating.has(file.records[line]?.target ?? '')) return false;
    return relate(leaving, own) === 'all';
  });
}
