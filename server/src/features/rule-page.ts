import type { Language, Text } from '../l10n/text';
import { ruleOf } from '../rules/findings';
import type { Rule, Severity } from '../rules/rule';

const severityNames: Record<Severity, Text> = {
  error: { en: 'error', ja: 'エラー' },
  warning: { en: 'warning', ja: '警告' },
  information: { en: 'information', ja: '情報' },
  hint: { en: 'hint', ja: 'ヒント' },
};

const words = {
  severity: { en: 'Severity', ja: '重大度' },
  off: {
    en: 'off by default: shown only where a severity is set',
    ja: '既定では無効（重大度を設定したときだけ表示されます）',
  },
  refusal: { en: 'What iptables says', ja: 'iptables のメッセージ' },
  bad: { en: 'Example', ja: '例' },
  sibling: { en: 'The file of the other family', ja: 'もう一方のプロトコルのファイル' },
  good: { en: 'Instead', ja: '修正後' },
  silence: { en: 'To silence it', ja: '抑制するには' },
  silenceLine: { en: 'for the next line', ja: '次の行だけ' },
  enable: { en: 'To switch it on', ja: '有効にするには' },
  silenceFile: { en: 'for the whole file', ja: 'ファイル全体' },
} satisfies Record<string, Text>;

/** The page of a diagnostic as Markdown; `undefined` for a code that no rule has. */
export function rulePage(code: string, language: Language): string | undefined {
  const rule = ruleOf(code);
  return rule && pageOf(rule, language);
}

function pageOf(rule: Rule, language: Language): string {
  const parts = [
    `# ${rule.title[language]}`,
    `\`${rule.code}\` · ${words.severity[language]}: ${severityNames[rule.severity][language]}${rule.offByDefault === true ? ` · ${words.off[language]}` : ''}`,
    rule.page[language],
  ];
  if (rule.refusals !== undefined && rule.refusals.length > 0) {
    parts.push(`## ${words.refusal[language]}`, fenced('text', rule.refusals.join('\n')));
  }
  for (const { bad, good, sibling } of rule.examples) {
    parts.push(`## ${words.bad[language]}`, fenced('iptables', bad));
    if (sibling !== undefined) parts.push(`### ${words.sibling[language]}`, fenced('iptables', sibling));
    parts.push(`### ${words.good[language]}`, fenced('iptables', good));
  }
  if (rule.offByDefault === true) {
    parts.push(`## ${words.enable[language]}`, fenced('json', `"iptables.rules": { "${rule.code}": "${rule.severity}" }`));
  }
  parts.push(
    `## ${words.silence[language]}`,
    fenced(
      'iptables',
      `# iptables-lint: disable=${rule.code}        (${words.silenceLine[language]})\n# iptables-lint: disable-file=${rule.code}   (${words.silenceFile[language]})`,
    ),
    ...(rule.offByDefault === true ? [] : [fenced('json', `"iptables.rules": { "${rule.code}": "off" }`)]),
  );
  return `${parts.join('\n\n')}\n`;
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\``;
}
