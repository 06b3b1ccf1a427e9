import { defineRule } from './rule';
import { suggested } from './support/fix';

export const unknownMatch = defineRule({
  code: 'unknown-match',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Unknown match', ja: '不明なマッチ' },
  page: {
    en: 'Behind `-m` stands the name of a match extension, in lower case. iptables looks for a library of that name and refuses the rule when there is none. Some exist for one family only (`ttl` for IPv4; `eui64`, `frag` and `hl` for IPv6). A match that was added by a package of its own (xtables-addons) is not known here either; silence the finding for such.',
    ja: '`-m` の後にはマッチ拡張の名前を小文字で書きます。iptables はその名前のライブラリーを探し、なければルールを拒否します。片方のファミリーにしかないもの（IPv4 の `ttl`、IPv6 の `eui64`、`frag`、`hl` など）もあります。xtables-addons のように別のパッケージで追加されたマッチはここでは認識できないため、指摘を抑制してください。',
  },
  refusals: ["Couldn't load match `stat':No such file or directory"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m stat --state ESTABLISHED -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state ESTABLISHED -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ name, suggestion, otherFamily }) => {
    if (otherFamily)
      return {
        en: `The match \`${name}\` exists for the other IP family only.`,
        ja: `マッチ \`${name}\` は、もう一方の IP ファミリーにしかありません。`,
      };
    return suggestion === undefined
      ? {
          en: `iptables has no match \`${name}\`.`,
          ja: `iptables にマッチ \`${name}\` はありません。`,
        }
      : {
          en: `iptables has no match \`${name}\`. Did you mean \`${suggestion}\`?`,
          ja: `iptables にマッチ \`${name}\` はありません。\`${suggestion}\` ではありませんか。`,
        };
  },
  refusal: ({ name }) => `Couldn't load match \`${name}':No such file or directory`,
  fixes: (finding) => suggested(finding, { automatic: finding.suggestion === finding.name.toLowerCase() }),
});
