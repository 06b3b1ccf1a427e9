import { replaceSpan } from '../text/position';
import { defineRule } from './rule';
import { replaceTitle, suggested } from './support/fix';

export const neverMatchingInterface = defineRule({
  code: 'never-matching-interface',
  severity: 'warning',
  title: { en: 'Interface that never matches', ja: '一致しないインターフェイス名' },
  page: {
    en: 'iptables takes nearly any word for an interface name and compares it to the letter. `*` is no wildcard there (it is `+`, and only at the end), and an alias such as `eth0:1` is an address label, not an interface: packets come in by `eth0`. Such a rule loads and matches nothing. Match the address of an alias with `-d`.',
    ja: 'iptables はほとんどどんな単語もインターフェイス名として受け付け、文字どおりに比較します。`*` はワイルドカードではなく（ワイルドカードは末尾の `+` だけです）、`eth0:1` のような別名はアドレスのラベルであってインターフェイスではありません（パケットは `eth0` から入ってきます）。このようなルールは読み込まれますが、何にも一致しません。別名のアドレスには `-d` で一致させてください。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i eth* -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i eth+ -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i eth0:1 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i eth0 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ message }) => message,
  fixes: (finding, file) => {
    const option = file.bound(finding.line)?.options.find((one) => one.values[0]?.start === finding.start);
    if (!finding.value.startsWith('!') || option === undefined || option.negation !== undefined) return suggested(finding);
    const words = `! ${option.name.text} ${finding.value.slice(1)}`;
    return [
      {
        title: replaceTitle(words),
        edits: [replaceSpan(finding.line, { start: option.name.start, end: finding.end }, words)],
        preferred: true,
      },
    ];
  },
});
