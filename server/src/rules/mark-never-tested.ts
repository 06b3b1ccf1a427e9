import { lineConditions } from '../analysis/line-conditions';
import type { MarkSetter, MarkTest, MarkUse } from '../analysis/marks';
import { marksOf } from '../analysis/marks';
import { forBackEnd } from '../catalogue/schema';
import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeRule } from './support/remove-rule';

declare module './rule' {
  interface AnalysisData {
    'mark-never-tested': { readonly mark: string };
  }
}

export const markNeverTested = defineRule({
  code: 'mark-never-tested',
  severity: 'information',
  title: { en: 'Mark that nothing reads', ja: '参照されない mark' },
  page: {
    en: 'A mark is read by later rules (`-m mark`, `CONNMARK --save-mark`), by the routing decision (`ip rule … fwmark`) and by traffic control where the packet leaves. A packet in `INPUT` is past the routing decision and leaves nowhere: behind the rules of `INPUT` it goes to a program. A mark that is set there and that no later rule of `INPUT` asks for does nothing. To steer how packets, or the replies to them, are routed, mark in mangle `PREROUTING` and keep the mark with `CONNMARK --save-mark`.\n\nOnly TCP and ICMP are looked at, since tunnels (ESP, GRE, VXLAN) hand the mark on to the packet inside. What still reads a mark there are IPVS services by firewall mark, and the settings `net.ipv4.tcp_fwmark_accept` and `net.ipv4.fwmark_reflect`, which give it to the replies; silence the line where one of them is in use.',
    ja: 'mark を参照するのは、後のルール（`-m mark`、`CONNMARK --save-mark`）、経路の決定（`ip rule … fwmark`）、パケットが出ていくときのトラフィック制御です。`INPUT` のパケットはすでに経路が決まっており、`INPUT` のルールを通った後はプログラムに渡されるだけで、どこからも出ていきません。そのため、ここで付けた mark は、後の `INPUT` のルールが条件にしない限り何の働きもしません。パケットやその返信の経路を変えるには、mangle の `PREROUTING` で mark を付け、`CONNMARK --save-mark` で保存してください。\n\nトンネル（ESP、GRE、VXLAN）では中のパケットに mark が引き継がれるため、TCP と ICMP だけを調べます。なお、ファイアウォール mark による IPVS のサービスと、返信に mark を引き継ぐ設定（`net.ipv4.tcp_fwmark_accept`、`net.ipv4.fwmark_reflect`）では、ここで付けた mark も使われます。その場合は、この行の指摘を抑制してください。',
  },
  examples: [
    {
      bad: '*mangle\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n-A INPUT -i eth1 -p tcp -m tcp --dport 443 -j MARK --set-mark 0x2\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n',
      good: '*mangle\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n-A PREROUTING -i eth1 -p tcp -m tcp --dport 443 -j MARK --set-mark 0x2\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n',
    },
    {
      bad: '*mangle\n:INPUT ACCEPT [0:0]\n-A INPUT -p icmp -j MARK --or-mark 0x100\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -m mark --mark 0x10/0x10 -j ACCEPT\nCOMMIT\n',
      good: '*mangle\n:INPUT ACCEPT [0:0]\n-A INPUT -p icmp -j MARK --or-mark 0x100\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -m mark --mark 0x100/0x100 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ mark }) => ({
    en: `Packets of INPUT are routed already, and no later rule asks for the mark \`${mark}\`: \`ip rule\` and tc never see it. Set it in mangle PREROUTING, or remove the rule.`,
    ja: `INPUT のパケットはすでに経路が決まっており、mark \`${mark}\` を条件にする後のルールもありません。\`ip rule\` や tc からは参照されません。mangle の PREROUTING で付けるか、ルールを削除してください。`,
  }),
  check: (file) => {
    const use = marksOf(file);
    // Rules that ask for the mark may stand in another file, where this one has not all of INPUT.
    if (file.loadedOnTop || !file.resolution().sections.some(({ table }) => table === 'filter')) return [];
    return use.setters
      .filter((setter) => setter.owner === 'packet' && isInInputOnly(setter) && isForPrograms(file, setter.line) && !isRead(use, setter))
      .map(({ line, start, end, text }): Finding<'mark-never-tested'> => ({ code: 'mark-never-tested', line, start, end, mark: text }));
  },
  fixes: (finding, file) => [markEarlier(finding, file), withoutRule(finding, file)].filter((fix) => fix !== undefined),
});

/** It sets bits, and all packets that meet it are on their way to a program of this host. */
function isInInputOnly({ flip, hooks }: MarkSetter): boolean {
  return flip !== 0 && hooks.length === 1 && hooks[0] === 'INPUT';
}

const icmp = 1;
const tcp = 6;
const icmpv6 = 58;

/** The packets end here. Those of tunnels come back in with what is inside of them, and keep their mark. */
function isForPrograms(file: RulesFile, line: number): boolean {
  const protocols = lineConditions(file, line)?.protocol ?? [];
  return protocols.every(([low, high]) => low === high && (low === tcp || low === icmp || low === icmpv6)) && protocols.length > 0;
}

/** Something in INPUT, or in a chain that may be called from there, asks for one of the bits or passes the mark on. */
function isRead(use: MarkUse, { clear, flip, line }: MarkSetter): boolean {
  const inInput = ({ hooks }: { readonly hooks: readonly string[] }): boolean => hooks.length === 0 || hooks.includes('INPUT');
  const asks = (test: MarkTest): boolean => test.owner === 'packet' && test.line !== line && (test.mask & (clear | flip)) !== 0;
  return (
    use.others.some(inInput) ||
    use.copies.some((copy) => copy.to === 'connection' && inInput(copy)) ||
    use.tests.some((test) => asks(test) && inInput(test))
  );
}

/** Mangle PREROUTING has the same packets before they are routed, and those that are only forwarded. */
function markEarlier({ line }: Finding, file: RulesFile): Fix | undefined {
  const rule = file.bound(line);
  const chain = rule?.command?.chain;
  if (rule === undefined || chain?.text !== 'INPUT' || file.records[line]?.table !== 'mangle' || file.records[line]?.command !== 'append')
    return undefined;
  if (rule.placements.some(({ hooks }) => !(forBackEnd(hooks, 'legacy') ?? []).includes('PREROUTING'))) return undefined;
  return {
    title: { en: 'Set it in PREROUTING, also for what is forwarded', ja: '転送されるパケットも含めて PREROUTING で付ける' },
    edits: [replaceSpan(line, chain, 'PREROUTING')],
  };
}

function withoutRule({ line }: Finding, file: RulesFile): Fix | undefined {
  const edit = removeRule(file, line);
  return edit && { title: { en: 'Remove the rule', ja: 'ルールを削除する' }, edits: [edit] };
}
