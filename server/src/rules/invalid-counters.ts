import { defineRule } from './rule';
import { replacement } from './support/fix';

export const invalidCounters = defineRule({
  code: 'invalid-counters',
  severity: 'error',
  title: { en: 'Invalid counters', ja: '不正なカウンター' },
  page: {
    en: 'Counters are written `[packets:bytes]`, two numbers. In front of a rule both parts and the brackets must be there. Where something else stands for a number, a plain load takes it for nothing and starts at zero (a warning), and `iptables-restore -c`, which restores counters, refuses the file.',
    ja: 'カウンターは `[パケット数:バイト数]` の形で、二つの数字を書きます。ルールの前に書くときは両方の数字と括弧が必要です。数字でないものがあると、通常の読み込みでは無視されて 0 から始まり（警告）、カウンターを復元する `iptables-restore -c` では拒否されます。',
  },
  refusals: ['Bad line 3: need ]', "invalid policy counters for chain 'INPUT'", '-c packet counter not numeric'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n[12:3456 -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n[12:3456] -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:x]\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\nCOMMIT\n',
    },
  ],
  message: ({ counters, refused }) =>
    refused
      ? {
          en: `\`${counters}\` are no counters, so the line is refused: write \`[packets:bytes]\`, for example \`[0:0]\`.`,
          ja: `\`${counters}\` はカウンターとして読めないため、行が拒否されます。\`[0:0]\` のように \`[パケット数:バイト数]\` と書いてください。`,
        }
      : {
          en: `\`${counters}\` are no counters: they load as zero, and \`iptables-restore -c\` refuses the file. Write \`[packets:bytes]\`, for example \`[0:0]\`.`,
          ja: `\`${counters}\` はカウンターとして読めません。0 とみなされ、\`iptables-restore -c\` では拒否されます。\`[0:0]\` のように \`[パケット数:バイト数]\` と書いてください。`,
        },
  severityOf: ({ refused }) => (refused ? 'error' : 'warning'),
  refusal: ({ refused, line }) => (refused ? `Bad line ${line + 1}: need ]` : undefined),
  fixes: (finding) => {
    const [packets, bytes] = finding.counters.replace(/^\[|\]$/g, '').split(':');
    return [replacement(finding, `[${number(packets)}:${number(bytes)}]`, { automatic: true })];
  },
});

function number(text: string | undefined): string {
  return text !== undefined && /^\d+$/.test(text) ? text : '0';
}
