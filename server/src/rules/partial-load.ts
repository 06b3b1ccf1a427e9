import type { BackEnd } from '../catalogue/schema';
import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import type { Finding, KnownFinding } from './rule';
import { defineRule } from './rule';
import { listed } from './support/wording';

declare module './rule' {
  interface AnalysisData {
    'partial-load': {
      /** The tables that are loaded before the error is met, with the lines of their COMMITs. */
      readonly loaded: readonly { readonly table: string; readonly commitLine: number }[];
      /** The table that the error stands in; `undefined`: between the tables. */
      readonly table: string | undefined;
    };
  }
}

export const partialLoad = defineRule({
  code: 'partial-load',
  severity: 'information',
  title: { en: 'File that loads half', ja: '途中まで読み込まれるファイル' },
  page: {
    en: [
      'iptables-restore loads a file table by table: each `COMMIT` puts its own table into force at once, and nothing takes it back. When a later table is refused, the tables before it are the new ones and the rest are the old ones (or, when the machine starts, none at all). A firewall that ends like this has never been tried: NOTRACK without the rules that accept such packets, DNAT without the FORWARD rules. Both back ends work so, whether it is the program or the kernel that refuses.',
      'Mend the error beside this notice first. Before loading, `iptables-restore --test FILE` reads all tables and loads none; it finds what the program refuses (an unknown option, a bad address), but not what only the kernel refuses at COMMIT (a target in the wrong chain, a loop of chains). `iptables-apply FILE` loads the old rules again when the new ones are refused, or when nobody confirms in time that new connections still work.',
    ].join('\n\n'),
    ja: [
      'iptables-restore はファイルをテーブルごとに読み込みます。`COMMIT` のたびにそのテーブルが直ちに有効になり、取り消されることはありません。後のテーブルが拒否されると、それより前のテーブルだけが新しいものに、残りは古いまま（起動時なら空のまま）になります。NOTRACK はあるのにそのパケットを許可するルールがない、DNAT はあるのに FORWARD のルールがないなど、試したことのない組み合わせのファイアウォールになります。拒否するのがプログラムでもカーネルでも、どちらのバックエンドでも同じです。',
      'まず、この通知と同じ場所のエラーを修正してください。読み込む前に `iptables-restore --test FILE` を実行すると、すべてのテーブルを読むだけで、何も読み込みません。プログラムが拒否するもの（不明なオプションや不正なアドレスなど）は見つかりますが、COMMIT の時点でカーネルだけが拒否するもの（使えないチェインのターゲットやチェインのループなど）は見つかりません。`iptables-apply FILE` は、新しいルールが拒否されたときや、新しい接続ができることを時間内に確認できなかったときに、元のルールに戻します。',
    ].join('\n\n'),
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i lo -j ACCEPT\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i lo -j ACCEPT\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ loaded, table, backEnd }) => {
    const names = [...new Set(loaded.map((one) => one.table))];
    const tables = listed(names, 'and');
    const program =
      backEnd === undefined
        ? { en: 'iptables-restore', ja: 'iptables-restore ' }
        : { en: `The ${backEnd} back end`, ja: `${backEnd} バックエンド` };
    const rest =
      table === undefined ? { en: 'nothing below', ja: 'これより後' } : { en: `nothing from \`${table}\` on`, ja: `\`${table}\` 以降` };
    return {
      en: `${program.en} stops at this error when the ${tables.en} ${names.length === 1 ? 'table is' : 'tables are'} loaded already and ${rest.en} is: the firewall ends half new, half old. Try files with \`iptables-restore --test\` or \`iptables-apply\`.`,
      ja: `${program.ja}はこのエラーで止まりますが、その時点で ${tables.ja} テーブルはすでに読み込まれ、${rest.ja}は読み込まれません。新旧の混ざったファイアウォールになります。\`iptables-restore --test\` や \`iptables-apply\` で事前に確認してください。`,
    };
  },
  related: ({ loaded }) =>
    loaded.map(({ table, commitLine }) => ({
      line: commitLine,
      message: { en: `The ${table} table is loaded here.`, ja: `${table} テーブルはここで読み込まれます。` },
    })),
  follow,
});

/** The first error that stops each back end, where a table is loaded by then. */
function follow(file: RulesFile, known: readonly KnownFinding[]): readonly Finding<'partial-load'>[] {
  const legacy = firstRefused(known, 'legacy');
  const nft = firstRefused(known, 'nft');
  if (legacy !== undefined && legacy === nft) return found(file, legacy, undefined);
  return [...found(file, legacy, 'legacy'), ...found(file, nft, 'nft')].sort((a, b) => a.line - b.line || a.start - b.start);
}

function firstRefused(known: readonly KnownFinding[], backEnd: BackEnd): Finding | undefined {
  return known.find(({ finding, refused }) => refused && (finding.backEnd === undefined || finding.backEnd === backEnd))?.finding;
}

function found(file: RulesFile, error: Finding | undefined, backEnd: BackEnd | undefined): readonly Finding<'partial-load'>[] {
  if (error === undefined) return [];
  const { sections } = file.resolution();
  const loaded = sections.filter((section) => section.committed && section.last < error.line);
  if (loaded.length === 0) return [];
  return [
    {
      code: 'partial-load',
      line: error.line,
      start: error.start,
      end: error.end,
      backEnd,
      loaded: loaded.map(({ table, last }) => ({ table, commitLine: last })),
      table: sectionOfLine(sections, error.line)?.table,
    },
  ];
}

function sectionOfLine(sections: readonly Section[], line: number): Section | undefined {
  return sections.find((section) => section.first <= line && line <= section.last);
}
