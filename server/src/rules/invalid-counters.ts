import { defineRule } from './rule';
import { replacement } from './support/fix';
import { joined, onlyRefusedBy } from './support/wording';

export const invalidCounters = defineRule({
  code: 'invalid-counters',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Invalid counters', ja: '不正なカウンター' },
  page: {
    en: 'Counters are written `[packets:bytes]`, two numbers. In front of a rule both parts and the brackets must be there. In the declaration of a built-in chain other words are refused by newer releases; older ones start at zero and refuse them only with `iptables-restore -c`, which restores counters. A rule whose counters are no numbers loads with zero (a warning), and `-c` refuses it.',
    ja: 'カウンターは `[パケット数:バイト数]` の形で、二つの数字を書きます。ルールの前に書くときは両方の数字と括弧が必要です。組み込みチェインの宣言でそれ以外のものは、新しい版では拒否されます。古い版では 0 から始まり、カウンターを復元する `iptables-restore -c` でだけ拒否されます。数字でないカウンターの付いたルールは 0 で読み込まれ（警告）、`-c` では拒否されます。',
  },
  refusals: ['Bad line 3: need ]', "invalid policy counters for chain 'INPUT'", 'packet counter not numeric'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n[12:3456 -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n[12:3456] -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:x]\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n[12:x] -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n[12:0] -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ counters, refused, backEnd }) =>
    refused
      ? joined(
          {
            en: `\`${counters}\` are no counters, so the line is refused: write \`[packets:bytes]\`, for example \`[0:0]\`.`,
            ja: `\`${counters}\` はカウンターとして読めないため、行が拒否されます。\`[0:0]\` のように \`[パケット数:バイト数]\` と書いてください。`,
          },
          onlyRefusedBy(backEnd, { en: 'does not read them here', ja: 'ここでは読みません' }),
        )
      : {
          en: `\`${counters}\` are no counters: they load as zero, and \`iptables-restore -c\` refuses the file. Write \`[packets:bytes]\`, for example \`[0:0]\`.`,
          ja: `\`${counters}\` はカウンターとして読めません。0 とみなされ、\`iptables-restore -c\` では拒否されます。\`[0:0]\` のように \`[パケット数:バイト数]\` と書いてください。`,
        },
  severityOf: ({ refused }) => (refused ? 'error' : 'warning'),
  refusal: ({ chain, refused, line }) =>
    chain !== undefined ? `invalid policy counters for chain '${chain}'` : refused ? `Bad line ${line + 1}: need ]` : undefined,
  fixes: (finding) => {
    const [packets, bytes] = finding.counters.replace(/^\[|\]$/g, '').split(':');
    return [replacement(finding, `[${number(packets)}:${number(bytes)}]`, { automatic: true })];
  },
});

function number(text: string | undefined): string {
  return text !== undefined && /^\d+$/.test(text) ? text : '0';
}
