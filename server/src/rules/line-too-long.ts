import { defineRule } from './rule';

const tooLong = `*filter\n:INPUT DROP [0:0]\n-A INPUT -s ${Array.from({ length: 800 }, (_, index) => `192.0.${index % 256}.${(index * 7) % 256}`).join(',')} -j ACCEPT\nCOMMIT\n`;

export const lineTooLong = defineRule({
  code: 'line-too-long',
  severity: 'error',
  title: { en: 'Line too long', ja: '長すぎる行' },
  page: {
    en: 'iptables-restore reads a line into 10,240 bytes, of which one is the end mark. What does not fit is read as the next line, comments too, and mostly refused as a stray word. Long address lists are better kept in an ipset (`-m set`) or on several rules.',
    ja: 'iptables-restore は 1 行を 10,240 バイト（終端を含む）の領域に読み込みます。入りきらない部分は次の行として読まれ（コメントも同じです）、たいていは余分な単語として拒否されます。長いアドレスの一覧は ipset（`-m set`）にするか、複数のルールに分けてください。',
  },
  refusals: ['no command specified', 'Bad argument'],
  examples: [{ bad: tooLong, good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.0/24,198.51.100.0/24 -j ACCEPT\nCOMMIT\n' }],
  message: ({ bytes }) => ({
    en: `This line has ${bytes} bytes; iptables-restore reads at most 10,239 and takes the rest for another line. Split it.`,
    ja: `この行は ${bytes} バイトあります。iptables-restore が読むのは 10,239 バイトまでで、残りは別の行とみなされます。分割してください。`,
  }),
});
