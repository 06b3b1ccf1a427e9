import { defineRule } from './rule';
import { suggested } from './support/fix';
import { asHalfWidth } from './support/full-width';
import { ruleForEach } from './support/rule-for-each';

export const unknownProtocol = defineRule({
  code: 'unknown-protocol',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Unknown protocol', ja: '不明なプロトコル' },
  page: {
    en: 'Behind `-p` stands a name that iptables or `/etc/protocols` knows, a number from 0 to 255, or `all`. One rule takes one protocol: `tcp,udp` does not exist. For several write one rule each.',
    ja: '`-p` の後には、iptables か `/etc/protocols` にある名前、0 から 255 までの番号、または `all` を書きます。一つのルールに書けるプロトコルは一つで、`tcp,udp` のようには書けません。複数ある場合は、それぞれのルールを書いてください。',
  },
  refusals: ['unknown protocol "upd" specified'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p upd --dport 53 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp --dport 53 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ name, suggestion }) => {
    if (suggestion !== undefined)
      return {
        en: `There is no protocol \`${name}\`. Did you mean \`${suggestion}\`?`,
        ja: `プロトコル \`${name}\` はありません。\`${suggestion}\` ではありませんか。`,
      };
    return name.includes(',')
      ? {
          en: `A rule takes one protocol, not a list: \`${name}\`. Write one rule for each.`,
          ja: `一つのルールに書けるプロトコルは一つで、\`${name}\` のような並びは書けません。それぞれのルールを書いてください。`,
        }
      : {
          en: `There is no protocol \`${name}\`. Write a name of \`/etc/protocols\`, or a number from 0 to 255.`,
          ja: `プロトコル \`${name}\` はありません。\`/etc/protocols\` にある名前か、0 から 255 までの番号を書いてください。`,
        };
  },
  refusal: ({ name }) => `unknown protocol "${name}" specified`,
  fixes: (finding, file) => {
    const fix = asHalfWidth(finding, file) ?? ruleForEach(finding, file);
    return fix === undefined ? suggested(finding) : [fix];
  },
});
