import { defineRule } from './rule';
import { suggested } from './support/fix';

export const unknownTable = defineRule({
  code: 'unknown-table',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Unknown table', ja: '不明なテーブル' },
  page: {
    en: 'The tables are filter, nat, mangle, raw and security, in lower case. Any other name behind `*` is refused, with words that sound like a kernel problem. (ebtables and arptables have tables of their own, such as broute; their files are not for iptables-restore.)',
    ja: 'テーブルは filter、nat、mangle、raw、security の五つで、小文字で書きます。`*` の後にそれ以外の名前があると、カーネルの問題のような言葉で拒否されます。（ebtables や arptables には broute など独自のテーブルがありますが、そのファイルは iptables-restore 用ではありません。）',
  },
  refusals: ["unable to initialize table 'fliter'", "table name 'fliter' invalid"],
  examples: [
    { bad: '*fliter\n:INPUT ACCEPT [0:0]\nCOMMIT\n', good: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n' },
    { bad: '*FILTER\n:INPUT ACCEPT [0:0]\nCOMMIT\n', good: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n' },
  ],
  message: ({ name, suggestion }) => {
    if (name === '')
      return { en: 'Behind `*` stands the name of a table: `*filter`.', ja: '`*` の後にはテーブルの名前を書きます（例: `*filter`）。' };
    if (suggestion !== undefined)
      return {
        en: `iptables has no table \`${name}\`. Did you mean \`${suggestion}\`?`,
        ja: `iptables にテーブル \`${name}\` はありません。\`${suggestion}\` ではありませんか。`,
      };
    return {
      en: `iptables has no table \`${name}\`: there are filter, nat, mangle, raw and security.`,
      ja: `iptables にテーブル \`${name}\` はありません。filter、nat、mangle、raw、security のいずれかです。`,
    };
  },
  refusal: ({ name }) => (name === '' ? 'table name invalid' : `unable to initialize table '${name}'`),
  fixes: (finding) => suggested(finding, { automatic: finding.suggestion === finding.name.toLowerCase() }),
});
