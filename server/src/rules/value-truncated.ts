import { defineRule } from './rule';
import { suggested } from './support/fix';

export const valueTruncated = defineRule({
  code: 'value-truncated',
  severity: 'warning',
  title: { en: 'Value cut off', ja: '切り詰められる値' },
  page: {
    en: 'The text is longer than the extension can keep, and iptables cuts it off without an error: a comment at 255 bytes, a LOG prefix at 29. What is cut from a log prefix is mostly the space or colon that was to part it from the message.',
    ja: '文字列が拡張の保持できる長さを超えており、iptables はエラーを出さずに切り詰めます。コメントは 255 バイト、LOG の接頭辞は 29 バイトまでです。ログの接頭辞で失われるのは、たいてい後ろのメッセージと区切るための空白やコロンです。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -j LOG --log-prefix "dropped by the host firewall: "\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -j LOG --log-prefix "dropped by firewall: "\nCOMMIT\n',
    },
  ],
  message: ({ message }) => message,
  fixes: (finding) => suggested(finding),
});
