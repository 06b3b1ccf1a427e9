import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix, Related } from './rule';
import { defineRule } from './rule';
import { replacement } from './support/fix';
import { longName } from './support/general-option';
import { joined, listed, onlyRefusedBy } from './support/wording';

export const wrongChain = defineRule({
  code: 'wrong-chain',
  severity: 'error',
  title: { en: 'Wrong chain', ja: '使えないチェイン' },
  page: {
    en: 'Some matches and targets work at certain hooks only: `DNAT` where packets arrive or are sent (PREROUTING, OUTPUT), `SNAT` and `MASQUERADE` where they leave, `-m owner` for packets of local processes, `-m mac` for packets that came in by an interface. A user chain counts as every built-in chain that leads to it: a chain that INPUT and OUTPUT call is used in both. The kernel refuses the table; legacy names the line of COMMIT only.\n\n`-i` in OUTPUT and POSTROUTING, `-o` in PREROUTING and INPUT are refused by iptables itself, which looks at the name of the chain alone: in a user chain they load, and never match there.',
    ja: '特定のフックでしか働かないマッチやターゲットがあります。`DNAT` はパケットが届く所か送られる所（PREROUTING、OUTPUT）、`SNAT` と `MASQUERADE` は出ていく所、`-m owner` はローカルのプロセスのパケット、`-m mac` はインターフェイスから入ってきたパケットに限られます。ユーザー定義チェインは、そこに至るすべての組み込みチェインとして扱われ、INPUT と OUTPUT の両方から呼ばれるチェインは両方で使われます。カーネルがテーブルを拒否し、legacy バックエンドのエラーは COMMIT の行を指すだけです。\n\nOUTPUT と POSTROUTING での `-i`、PREROUTING と INPUT での `-o` は iptables 自体が拒否しますが、見ているのはチェインの名前だけです。ユーザー定義チェインでは読み込まれ、一致することはありません。',
  },
  refusals: [
    "Can't use -i with OUTPUT",
    "Can't use --in-interface with OUTPUT",
    'iptables-restore: line 4 failed',
    'RULE_APPEND failed (Invalid argument): rule in chain POSTROUTING',
  ],
  examples: [
    {
      bad: '*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -i eth0 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -o eth0 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -d 192.0.2.1 -j DNAT --to-destination 192.0.2.10\nCOMMIT\n',
      good: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -d 192.0.2.1 -j DNAT --to-destination 192.0.2.10\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\n-A OUTPUT -j ADMINS\n-A ADMINS -m mac --mac-source 00:00:5e:00:53:01 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\n-A ADMINS -m mac --mac-source 00:00:5e:00:53:01 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ extension, option, chain, hook, hooks, backEnd }) => {
    const what = option === undefined ? extension : `${extension} ${option}`;
    const allowed = listed(hooks, 'and');
    const text =
      chain === hook
        ? {
            en: `${what} cannot be used in \`${hook}\`, only in ${allowed.en}.`,
            ja: `${what} は \`${hook}\` では使えません。使えるのは ${allowed.ja} です。`,
          }
        : {
            en: `${what} cannot be used here: packets of \`${hook}\` come into \`${chain}\`, and it is allowed only in ${allowed.en}.`,
            ja: `${what} はここでは使えません。\`${chain}\` には \`${hook}\` のパケットも通りますが、使えるのは ${allowed.ja} だけです。`,
          };
    return joined(text, onlyRefusedBy(backEnd, { en: 'takes it', ja: '受け付けます' }));
  },
  refusal: ({ extension, chain }) => (isInterface(extension) ? `Can't use --${longName(extension)} with ${chain}` : undefined),
  related: leadingJump,
  fixes: otherInterface,
});

function leadingJump({ jumpLine, hook }: Finding<'wrong-chain'>, file: RulesFile): readonly Related[] {
  if (jumpLine === undefined) return [];
  const record = file.records[jumpLine];
  return [
    {
      line: jumpLine,
      ...(record === undefined ? {} : { span: { start: record.jumpStart, end: record.jumpEnd } }),
      message: { en: `Packets of \`${hook}\` take this jump.`, ja: `\`${hook}\` のパケットはこのジャンプを通ります。` },
    },
  ];
}

/** `-i` in OUTPUT is mostly meant as `-o`, and the reverse. */
function otherInterface(finding: Finding<'wrong-chain'>): readonly Fix[] {
  return isInterface(finding.extension) ? [replacement(finding, shortOf(finding.extension) === '-i' ? '-o' : '-i')] : [];
}

function isInterface(extension: string): boolean {
  return /^-[io]$|^--(in|out)-/.test(extension);
}

function shortOf(option: string): string {
  return /^--?i/.test(option) ? '-i' : '-o';
}
