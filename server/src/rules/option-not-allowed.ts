import { optionSpan } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeTitle, removeWords } from './support/fix';
import { longName } from './support/general-option';

export const optionNotAllowed = defineRule({
  code: 'option-not-allowed',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Option not allowed here', ja: 'ここでは使えないオプション' },
  page: {
    en: 'Some options belong to the command line and not into a file: `-t` (the line `*table` says the table), `-w` and `-W` (give them to iptables-restore itself), `-V` and `-h`, which end the program at once, without an error and with nothing loaded. Others go with certain commands only: `-P`, `-N`, `-F` take no rule, `-D` with a number none either, `-n` belongs to `-L`. And `-f` is for IPv4 only.',
    ja: 'コマンドラインでだけ使い、ファイルには書けないオプションがあります。`-t`（テーブルは `*table` の行で決まります）、`-w` と `-W`（iptables-restore 自体に指定します）、`-V` と `-h`（エラーも出さず、何も読み込まずにすぐ終了します）です。特定のコマンドでしか使えないものもあります。`-P`、`-N`、`-F` や番号付きの `-D` にルールの内容は書けず、`-n` は `-L` 用です。`-f` は IPv4 だけで使えます。',
  },
  refusals: [
    'The -t option cannot be used in iptables-restore.',
    "You cannot use `-w' from iptables-restore",
    "Illegal option `-i' with this command",
    "Illegal option `--in-interface' with this command",
    "`-f' is not supported in IPv6, use -m frag instead",
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-t filter -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-P INPUT DROP -i eth0\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-P INPUT DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -f -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -m frag --fragmore -j DROP\nCOMMIT\n',
      family: 'ipv6',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -h -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -w -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ option, reason, command }) => {
    if (reason === 'family')
      return {
        en: `ip6tables has no \`${option}\`: IPv6 fragments are matched by \`-m frag\`.`,
        ja: `ip6tables に \`${option}\` はありません。IPv6 のフラグメントには \`-m frag\` を使います。`,
      };
    if (reason === 'command')
      return {
        en: `\`${option}\` cannot be used with \`${command}\`. Remove it.`,
        ja: `\`${option}\` は \`${command}\` と一緒には使えません。削除してください。`,
      };
    switch (longName(option)) {
      case 'table':
        return {
          en: `\`${option}\` belongs on the command line: in a file the line \`*table\` says the table. Remove it, or move the rule to that table's section.`,
          ja: `\`${option}\` はコマンドラインで使うもので、ファイルではテーブルは \`*table\` の行で決まります。削除するか、ルールをそのテーブルのセクションに移してください。`,
        };
      case 'version':
      case 'help':
        return {
          en: `\`${option}\` ends iptables-restore at once: nothing from this table on is loaded, and no error is reported. Remove it.`,
          ja: `\`${option}\` があると iptables-restore はすぐに終了し、このテーブル以降は何も読み込まれず、エラーにもなりません。削除してください。`,
        };
      default:
        return {
          en: `\`${option}\` belongs on the command line of iptables-restore, not into the file. Remove it.`,
          ja: `\`${option}\` は iptables-restore のコマンドラインで指定するもので、ファイルには書けません。削除してください。`,
        };
    }
  },
  refusal: ({ option, reason }) => {
    if (reason === 'command') return `Illegal option \`--${longName(option)}' with this command`;
    if (reason === 'family') return "`-f' is not supported in IPv6, use -m frag instead";
    switch (longName(option)) {
      case 'table':
        return 'The -t option cannot be used in iptables-restore.';
      case 'wait':
        return "You cannot use `-w' from iptables-restore";
      case 'wait-interval':
        return "You cannot use `-W' from iptables-restore";
      default:
        return undefined;
    }
  },
  fixes: removal,
});

function removal(finding: Finding<'option-not-allowed'>, file: RulesFile): readonly Fix[] {
  const use = file.bound(finding.line)?.options.find((option) => option.name.start === finding.start);
  if (use === undefined || finding.reason === 'family') return [];
  const span = optionSpan(use);
  const isTable = use.spec.name === 'table';
  const same = isTable && use.values[0]?.text === file.records[finding.line]?.table;
  if (isTable && !same) return [];
  return [
    {
      title: removeTitle(file.lineText(finding.line).slice(span.start, span.end)),
      edits: [removeWords(file, finding.line, span)],
      preferred: true,
      // Nothing is lost: the section says the table, and a lock is waited for by iptables-restore's own `-w`.
      ...(same || use.spec.name.startsWith('wait') ? { automatic: true } : {}),
    },
  ];
}
