import { defineRule } from './rule';

const addresses = Array.from({ length: 90 }, (_, index) => `198.51.100.${index + 101}`);

export const lineTooLong = defineRule({
  code: 'line-too-long',
  severity: 'error',
  title: { en: 'Line too long', ja: '長すぎる行' },
  page: {
    en: 'iptables-restore has room for 10,239 bytes of a line, for 1,023 bytes of a word and for 251 words. What is left of a line that is longer is read as the next line (that of a comment, too) and mostly refused as a stray word; a longer word and more words are refused as such. Long lists of addresses are better kept in an ipset (`-m set`), or on several rules.',
    ja: 'iptables-restore が扱えるのは、1 行が 10,239 バイト、1 単語が 1,023 バイト、1 行の単語が 251 個までです。長すぎる行の残りは次の行として読まれ（コメントも同じです）、たいていは余分な単語として拒否されます。長すぎる単語や多すぎる単語は、そのまま拒否されます。長いアドレスの一覧は ipset（`-m set`）にするか、複数のルールに分けてください。',
  },
  refusals: ['Parameter too long!', 'Parser cannot handle more arguments'],
  examples: [
    {
      bad: `*filter\n:INPUT DROP [0:0]\n-A INPUT -s ${addresses.join(',')} -j ACCEPT\nCOMMIT\n`,
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m iprange --src-range 198.51.100.101-198.51.100.190 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: `*filter\n:INPUT DROP [0:0]\n-A INPUT ${'-m tcp '.repeat(125)}-p tcp -j ACCEPT\nCOMMIT\n`,
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ limit, size }) => {
    switch (limit) {
      case 'line':
        return {
          en: `This line has ${size} bytes; iptables-restore reads at most 10,239 and takes the rest for another line. Split it.`,
          ja: `この行は ${size} バイトあります。iptables-restore が読むのは 10,239 バイトまでで、残りは別の行とみなされます。分割してください。`,
        };
      case 'word':
        return {
          en: `This word has ${size} bytes; iptables-restore refuses more than 1,023. Put the list on several rules, or into an ipset.`,
          ja: `この単語は ${size} バイトあり、1,023 バイトを超えると iptables-restore に拒否されます。複数のルールに分けるか、ipset を使ってください。`,
        };
      case 'words':
        return {
          en: `This line has ${size} words; iptables-restore refuses more than 251. Split the rule.`,
          ja: `この行には単語が ${size} 個あり、251 個を超えると iptables-restore に拒否されます。ルールを分割してください。`,
        };
    }
  },
  refusal: ({ limit }) =>
    limit === 'word' ? 'Parameter too long!' : limit === 'words' ? 'Parser cannot handle more arguments' : undefined,
});
