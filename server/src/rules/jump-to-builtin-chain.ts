import { defineRule } from './rule';

export const jumpToBuiltinChain = defineRule({
  code: 'jump-to-builtin-chain',
  severity: 'error',
  title: { en: 'Jump to a built-in chain', ja: '組み込みチェインへのジャンプ' },
  page: {
    en: 'Only the kernel sends packets into the built-in chains. A rule can jump to user chains and to targets. Rules that two built-in chains are to share belong into a user chain that both jump to.',
    ja: '組み込みチェインにパケットを送るのはカーネルだけです。ルールからジャンプできるのは、ユーザー定義チェインとターゲットです。二つの組み込みチェインで共有したいルールは、両方からジャンプするユーザー定義チェインに置いてください。',
  },
  refusals: ['iptables-restore: line 4 failed', 'RULE_APPEND failed (Operation not supported): rule in chain FORWARD'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n-A FORWARD -j INPUT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:SHARED - [0:0]\n-A INPUT -j SHARED\n-A FORWARD -j SHARED\nCOMMIT\n',
    },
  ],
  message: ({ name }) => ({
    en: `No rule can jump to the built-in chain \`${name}\`. Put the rules to be shared into a user chain, and jump to that.`,
    ja: `組み込みチェイン \`${name}\` にはジャンプできません。共有するルールをユーザー定義チェインに置き、そこへジャンプしてください。`,
  }),
});
