import { exemptionsOf } from '../analysis/notrack';
import type { CounterpartForm } from '../analysis/pairing';
import { sensibleForms, unpairedExemptions } from '../analysis/pairing';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { counterpartRule } from './support/counterpart-rule';
import { exemptEverywhere } from './support/exempt-everywhere';
import { portsInWords } from './support/ports-in-words';
import { insertLines } from './support/sections';

declare module './rule' {
  interface AnalysisData {
    'unpaired-notrack': { readonly chain: 'PREROUTING' | 'OUTPUT'; readonly ports: string | undefined; readonly mirrored: boolean };
  }
}

export const unpairedNotrack = defineRule({
  code: 'unpaired-notrack',
  severity: 'warning',
  title: { en: 'NOTRACK without its counterpart', ja: '対になっていない NOTRACK' },
  page: {
    en: "Connection tracking sees a service in two places: packets that arrive pass raw `PREROUTING`, packets that this host sends pass raw `OUTPUT`. A service that is exempted in one of them only is still tracked in the other: what is sent becomes a connection of its own, is judged NEW, and can be dropped by rules that know only ESTABLISHED; the arriving packets can then count as replies or as INVALID again.\n\nThe counterpart has interface and addresses on the other side. Peers that send at each other's port (heartbeat) need the same `--dport` in both chains; a server's replies (DNS) leave from the port that was asked, so they need `--sport`.",
    ja: 'コネクション追跡は一つのサービスを二か所で見ます。届くパケットは raw の `PREROUTING`、このホストが送るパケットは raw の `OUTPUT` を通ります。片方だけを NOTRACK にすると、もう片方は追跡されたままです。送信パケットは独立したコネクションとして NEW と判定され、ESTABLISHED だけを許可するルールで破棄されることがあります。届くパケットも再び応答や INVALID とみなされかねません。\n\n対になるルールでは、インターフェイスとアドレスの向きが逆になります。互いの同じポートに送り合うサービス（heartbeat）では両方のチェインに同じ `--dport` が、サーバーの応答（DNS）では尋ねられたポートから送信されるため `--sport` が必要です。',
  },
  examples: [
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\n-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n',
    },
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 53 -j CT --notrack\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 53 -j CT --notrack\n-A OUTPUT -p udp -m udp --sport 53 -j CT --notrack\nCOMMIT\n',
    },
  ],
  message: ({ chain, ports }) => {
    const other = chain === 'PREROUTING' ? 'OUTPUT' : 'PREROUTING';
    const what = ports === undefined ? { en: 'UDP packets', ja: 'UDP パケット' } : { en: `UDP ${ports}`, ja: `UDP ${ports}` };
    return chain === 'PREROUTING'
      ? {
          en: `${what.en} is exempted from tracking where it arrives, but not where this host sends it: raw ${other} has no matching NOTRACK, so what is sent is still tracked. Add the counterpart there.`,
          ja: `${what.ja} は受信側では追跡の対象外ですが、送信側では追跡されたままです。raw の ${other} に対になる NOTRACK がないためです。${other} にも追加してください。`,
        }
      : {
          en: `${what.en} is exempted from tracking where this host sends it, but not where it arrives: raw ${other} has no matching NOTRACK, so what arrives is still tracked. Add the counterpart there.`,
          ja: `${what.ja} は送信側では追跡の対象外ですが、受信側では追跡されたままです。raw の ${other} に対になる NOTRACK がないためです。${other} にも追加してください。`,
        };
  },
  analyse: (analysis) =>
    unpairedExemptions(analysis).map((exemption): Finding<'unpaired-notrack'> => {
      const record = analysis.file.records[exemption.line];
      return {
        code: 'unpaired-notrack',
        line: exemption.line,
        start: record?.jumpStart ?? 0,
        end: record?.jumpEnd ?? 0,
        chain: exemption.hook,
        ports: portsInWords(exemption.packets),
        mirrored: sensibleForms(exemption.packets)[0] === 'reply',
      };
    }),
  fixes: (finding, file) => {
    const fixes: Fix[] = [];
    const exemption = exemptionsOf(file).find((one) => one.line === finding.line && one.hook === finding.chain);
    const rule = file.bound(finding.line);
    if (exemption === undefined || rule === undefined || exemption.chain !== exemption.hook) return fixes;
    const other = finding.chain === 'PREROUTING' ? 'OUTPUT' : 'PREROUTING';
    for (const form of sensibleForms(exemption.packets)) {
      const line = counterpartRule(rule, other, form);
      if (line === undefined) continue;
      fixes.push(addCounterpart(file, finding.line, other, line, form, fixes.length === 0));
    }
    const whole = exemptEverywhere(file, finding.line);
    if (whole !== undefined) fixes.push(whole);
    return fixes;
  },
});

function addCounterpart(file: RulesFile, line: number, chain: string, rule: string, form: CounterpartForm, preferred: boolean): Fix {
  const what =
    form === 'peer'
      ? { en: 'peers that send at the same port', ja: '同じポートに送り合う場合' }
      : { en: 'replies from the same port', ja: '同じポートから応答する場合' };
  return {
    title: {
      en: `Add the matching ${chain} rule (${what.en}): \`${rule}\``,
      ja: `対になる ${chain} のルールを追加する（${what.ja}）: \`${rule}\``,
    },
    edits: [insertLines(file, line + 1, [rule])],
    preferred,
  };
}
