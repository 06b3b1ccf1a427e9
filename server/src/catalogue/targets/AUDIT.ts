import { oneOf } from '../../values';
import type { TargetSpec } from '../schema';

const action = oneOf(
  [
    { value: 'accept', doc: { en: 'The packet is accepted.', ja: 'パケットは許可されます。' } },
    { value: 'drop', doc: { en: 'The packet is dropped.', ja: 'パケットは破棄されます。' } },
    { value: 'reject', doc: { en: 'The packet is rejected.', ja: 'パケットは拒否されます。' } },
  ],
  {
    id: 'audit-type',
    doc: { en: '`accept`, `drop` or `reject`.', ja: '`accept`、`drop`、`reject` のいずれかです。' },
    caseInsensitive: true,
    refusal: (word) => `Bad action type value "${word}"`,
  },
);

export const AUDITTarget: TargetSpec = {
  kind: 'target',
  name: 'AUDIT',
  verdict: 'continue',
  onlyTells: true,
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Writes an audit record about the packet and goes on with the next rule.',
    ja: 'パケットについて監査レコードを書き、次のルールに進みます。',
  },
  doc: {
    en: "The record goes to the kernel's audit system, which `auditd` keeps and `ausearch` searches. The target decides nothing: write the rule that accepts or drops behind it.",
    ja: 'レコードはカーネルの監査システムに送られ、`auditd` が保存し、`ausearch` で検索できます。これだけでは何も決まらないため、許可または破棄するルールを後ろに書いてください。',
  },
  options: [
    {
      name: 'type',
      values: [{ type: action, label: 'accept|drop|reject', sample: 'drop' }],
      required: true,
      doc: {
        en: 'What the next rule will do. It must be given, but since Linux 4.12 the record no longer shows it.',
        ja: '次のルールが行うことです。指定は必要ですが、Linux 4.12 以降はレコードに現れません。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-N AUDIT_DROP',
        '-A INPUT -p tcp -m tcp --dport 23 -j AUDIT_DROP',
        '-A AUDIT_DROP -j AUDIT --type drop',
        '-A AUDIT_DROP -j DROP',
      ],
      title: { en: 'A chain that audits and drops', ja: '監査して破棄するチェイン' },
    },
  ],
  source: { man: 'AUDIT', file: 'extensions/libxt_AUDIT.c', kernel: 'net/netfilter/xt_AUDIT.c' },
  since: 'Linux 2.6.39',
};
