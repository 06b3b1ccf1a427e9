import { defineRule } from './rule';
import { asIprange } from './support/as-iprange';
import { asMultiport } from './support/as-multiport';
import { suggested } from './support/fix';
import { asHalfWidth } from './support/full-width';
import { ruleForEach } from './support/rule-for-each';

export const invalidValue = defineRule({
  code: 'invalid-value',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Invalid value', ja: '不正な値' },
  page: {
    en: 'The value does not fit its option: a port that has no such name, a prefix longer than the address, a rate in an unknown unit, a state that does not exist. iptables refuses it, or, which is worse, loads something else without a word: port 65536 becomes 0, 69999 becomes 4463.',
    ja: '値がそのオプションに合っていません。存在しないサービス名、アドレスより長いプレフィックス、未知の単位のレート、存在しない状態などです。iptables は拒否するか、さらに悪いことに、黙って別の値を読み込みます。たとえばポート 65536 は 0 に、69999 は 4463 になります。',
  },
  refusals: [
    "invalid port/service `22,80' specified",
    'Port "nosuch" does not resolve to anything.',
    'Bad state "ESTABLISED"',
    "invalid mask `33' specified",
    "host/network `10.0.0.256' not found",
    'bad rate "5/fortnight"',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state ESTABLISED -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m state --state ESTABLISHED -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.0.0.0/33 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.0.0.0/24 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp --dport 65536 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp --dport 65535 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.1,192.0.2.2 ! -d 198.51.100.1 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.1 ! -d 198.51.100.1 -j ACCEPT\n-A INPUT -s 192.0.2.2 ! -d 198.51.100.1 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22,80 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m multiport --dports 22,80 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp --dport nosuch -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp --dport domain -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.0.0.256 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.0.0.25 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m limit --limit 5/fortnight -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m limit --limit 5/day -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ message }) => message,
  refusal: ({ refusal }) => refusal,
  // The others load as another value.
  isRefused: ({ refusal }) => refusal !== undefined,
  fixes: (finding, file) => {
    const fix = asMultiport(finding, file) ?? asIprange(finding, file) ?? asHalfWidth(finding, file) ?? ruleForEach(finding, file);
    return fix === undefined ? suggested(finding) : [fix];
  },
});
