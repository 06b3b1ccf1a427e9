import { defineRule } from './rule';
import { replacement } from './support/fix';

export const typographicDash = defineRule({
  code: 'typographic-dash',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Typographic dash', ja: '「–」などのダッシュ記号' },
  page: {
    en: 'Word processors and blog software turn `--` into an en dash (–) and `-` into other dashes. iptables knows only the plain hyphen (U+002D): the option becomes a stray word, and the whole table is refused. Commands copied from web pages are the usual source.',
    ja: 'ワープロやブログは `--` を en ダッシュ（–）に、`-` を別のダッシュに置き換えることがあります。iptables が認識するのは普通のハイフン（U+002D）だけなので、オプションは余分な単語とみなされ、テーブル全体が拒否されます。多くは Web ページからのコピーが原因です。',
  },
  refusals: ["Bad argument `–dports'"],
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp -m multiport –dports 5404,5405 -j NOTRACK\n-A OUTPUT -p udp -m multiport --dports 5404,5405 -j NOTRACK\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp -m multiport --dports 5404,5405 -j NOTRACK\n-A OUTPUT -p udp -m multiport --dports 5404,5405 -j NOTRACK\nCOMMIT\n',
    },
  ],
  message: ({ replacement: words }) => ({
    en: `This is a typographic dash, not the hyphen that iptables reads, so the word is no option. Write \`${words}\`.`,
    ja: `iptables が読むハイフンではなく「–」などのダッシュ記号のため、オプションとして認識されません。\`${words}\` と書いてください。`,
  }),
  fixes: (finding) => [replacement(finding, finding.replacement, { automatic: true })],
});
