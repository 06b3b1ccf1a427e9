import { matchNamed } from '../catalogue/index';
import type { BoundRule } from '../model/bound';
import { generalOption } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeTitle, removeWords, replacement } from './support/fix';
import { joined, listed, onlyRefusedBy } from './support/wording';

export const wrongProtocol = defineRule({
  code: 'wrong-protocol',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Needs another protocol', ja: 'プロトコルの不一致' },
  page: {
    en: 'A match or target that looks into a protocol needs `-p` to name that protocol, without `!`: `-m tcp` needs `-p tcp`, multiport one with ports, TCPMSS `-p tcp`. `--test` accepts the file all the same, because for most of them only the kernel looks; legacy then gives the line of COMMIT.',
    ja: '特定のプロトコルの中身を見るマッチやターゲットには、そのプロトコルを指定する `-p` が（`!` なしで）必要です。`-m tcp` には `-p tcp`、multiport にはポートのあるプロトコル、TCPMSS には `-p tcp` です。多くはカーネルだけが調べるため、`--test` では受け付けられます。legacy バックエンドのエラーは COMMIT の行を指します。',
  },
  refusals: [
    "TCP match requires '-p tcp'",
    "UDP match requires '-p udp'",
    "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'",
    'iptables-restore: line 4 failed',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m udp --dport 53 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp -m udp --dport 53 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m multiport --dports 22,80 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m multiport --dports 22,80 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT ! -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ extension, protocols, has, backEnd }) => {
    const needed = listed(
      protocols.map((name) => `-p ${name}`),
      'or',
    );
    const text =
      has === undefined
        ? {
            en: `${extension} needs ${needed.en}, and the rule has no \`-p\`. Add it.`,
            ja: `${extension} には ${needed.ja} が必要ですが、ルールに \`-p\` がありません。追加してください。`,
          }
        : has.startsWith('!')
          ? {
              en: `${extension} needs ${needed.en}, but the rule asks for the opposite. Remove the \`!\`.`,
              ja: `${extension} には ${needed.ja} が必要ですが、ルールでは反転されています。\`!\` を削除してください。`,
            }
          : {
              en: `${extension} needs ${needed.en}, but the rule has \`-p ${has}\`.`,
              ja: `${extension} には ${needed.ja} が必要ですが、ルールの指定は \`-p ${has}\` です。`,
            };
    return joined(
      text,
      onlyRefusedBy(backEnd, { en: 'loads it, and compares other bytes of the packets', ja: '読み込み、パケットの別の場所を比較します' }),
    );
  },
  // Of an inverted protocol only the kernel complains, without words.
  refusal: ({ refusal, has }) => (has?.startsWith('!') ? undefined : refusal),
  fixes: (finding, file) => {
    const rule = file.bound(finding.line);
    if (rule === undefined) return [];
    const option = generalOption(rule, 'protocol');
    if (option === undefined) return insertProtocol(finding, rule);
    if (option.negation !== undefined)
      return [{ title: removeTitle('!'), edits: [removeWords(file, finding.line, option.negation)], preferred: true }];
    const value = option.values[0];
    if (value === undefined) return [];
    const others = finding.protocols.slice(0, mostOffered).map((name, index) => ({
      ...replacement({ line: finding.line, start: value.start, end: value.end }, name),
      title: { en: `Write \`-p ${name}\``, ja: `\`-p ${name}\` に直す` },
      preferred: index === 0,
    }));
    return [...others, ...otherMatch(finding, rule, file)];
  },
});

/** How many of the possible protocols are offered. */
const mostOffered = 2;

/** "Insert `-p tcp`", where `iptables-save` prints it: before the first match. */
function insertProtocol(finding: Finding<'wrong-protocol'>, rule: BoundRule): readonly Fix[] {
  const first = rule.options.find((option) => option.owner === undefined && /^(match|jump|goto)$/.test(option.spec.name));
  if (first === undefined) return [];
  const at = first.negation?.start ?? first.name.start;
  return finding.protocols.slice(0, mostOffered).map((name, index) => ({
    title: { en: `Insert \`-p ${name}\``, ja: `\`-p ${name}\` を挿入する` },
    edits: [replaceSpan(finding.line, { start: at, end: at }, `-p ${name} `)],
    preferred: index === 0,
    ...(finding.protocols.length === 1 ? { automatic: true } : {}),
  }));
}

/** `-p tcp -m udp`: the match of the protocol in place of the one that stands there, if it has the same options. */
function otherMatch(finding: Finding<'wrong-protocol'>, rule: BoundRule, file: RulesFile): readonly Fix[] {
  const match = rule.matches.find((one) => one.name.start === finding.start);
  const spec = finding.has === undefined ? undefined : matchNamed(finding.has, file.family);
  if (match === undefined || match.implicit || spec?.implicitFor === undefined) return [];
  if (!match.options.every((use) => spec.options.some((option) => option.name === use.spec.name))) return [];
  return [
    {
      title: { en: `Write \`-m ${spec.name}\``, ja: `\`-m ${spec.name}\` に直す` },
      edits: [replaceSpan(finding.line, finding, spec.name)],
    },
  ];
}
