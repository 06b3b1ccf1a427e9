import { text } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const context = text({
  id: 'security-context',
  maxBytes: 255,
  truncated: 'changed',
  doc: {
    en: 'A security context: `system_u:object_r:http_packet_t:s0`',
    ja: 'セキュリティコンテキスト。例: `system_u:object_r:http_packet_t:s0`',
  },
});

export const SECMARKTarget: TargetSpec = {
  kind: 'target',
  name: 'SECMARK',
  verdict: 'continue',
  changes: ['connection'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Gives the packet a security label for SELinux.',
    ja: 'パケットに SELinux のセキュリティラベルを付けます。',
  },
  doc: {
    en: "SELinux then decides which processes may send or receive such packets. The machine's policy must know the context, or the rule is refused. `CONNSECMARK` carries the label over to the whole connection.",
    ja: 'そのようなパケットを送受信できるプロセスを SELinux が制限します。マシンのポリシーにないコンテキストを書いたルールは拒否されます。ラベルをコネクション全体に引き継ぐには `CONNSECMARK` を使います。',
  },
  tables: ['mangle', 'security'],
  options: [
    {
      name: 'selctx',
      values: [{ type: context, label: 'context', sample: 'system_u:object_r:http_packet_t:s0' }],
      required: true,
      doc: { en: 'The security context.', ja: 'セキュリティコンテキストです。' },
    },
  ],
  check: notEmpty,
  examples: [
    {
      table: 'security',
      rules: ['-A INPUT -p tcp -m tcp --dport 80 -j SECMARK --selctx system_u:object_r:http_packet_t:s0'],
      title: { en: 'Label web requests', ja: 'Web へのアクセスにラベルを付ける' },
      requires: 'SELinux with this context, and the security table',
    },
  ],
  source: { man: 'SECMARK', file: 'extensions/libxt_SECMARK.c', kernel: 'net/netfilter/xt_SECMARK.c' },
};

/** `checkentry_lsm`: no security module maps an empty context. */
function notEmpty(use: ExtensionUse): readonly UseFault[] {
  if (!use.options.some((option) => option.name === 'selctx' && option.values[0] === '')) return [];
  return [
    {
      option: 'selctx',
      value: 0,
      message: { en: 'The context is empty.', ja: 'コンテキストが空です。' },
      refusal: 'unable to map security context',
    },
  ];
}
