import { analysisOf } from '../analysis/current';
import { nothing } from '../analysis/diagram';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { Text } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix, Related } from './rule';
import { defineRule } from './rule';
import { dropPlace } from './support/drop-place';
import { passing } from './support/filter-chain';
import { acceptSsh, admitStates, moveUp } from './support/ssh-fixes';
import type { NoSsh, VainAccept } from './support/ssh-reach';
import { asksForPorts, establishedPackets, noSsh, openPorts, statesOf, vainAccept } from './support/ssh-reach';

declare module './rule' {
  interface AnalysisData {
    'ssh-lockout': {
      /** Why none comes in: as of a rule that accepts it in vain; other `services` come in, or `nothing` does. */
      readonly why: VainAccept['why'] | 'services' | 'nothing';
      readonly ports: readonly number[];
      /** The states that a first packet has: NEW, or UNTRACKED where raw exempts it. */
      readonly begins: readonly string[];
      /** The rule that accepts it in vain, with its chain and the states it asks for. */
      readonly accept: (VainAccept & { readonly chain: string; readonly states: readonly string[] }) | undefined;
      /** The line in INPUT that leads to where it is dropped; -1: the policy does. */
      readonly top: number;
      /** The lines of other rules that drop a part of it. */
      readonly others: readonly number[];
    };
  }
}

export const sshLockout = defineRule({
  code: 'ssh-lockout',
  severity: 'warning',
  title: { en: 'SSH locked out', ja: 'ssh でログインできない' },
  page: {
    en: 'No new connection to sshd can come in from the network, from any address, by any interface but `lo`. Whoever loads such a file over ssh often does not notice at once, since the rule for ESTABLISHED keeps the present session alive; the next login fails, or the first one after a reboot. Load new rules with `iptables-apply`, which takes them back unless somebody confirms that a new connection works.\n\nIt is a warning where some rule accepts ssh and cannot: it stands behind the rule that drops everything, in a chain that these packets do not reach, or it asks for ESTABLISHED while every connection begins as NEW. Where nothing is there for ssh it is information: a desktop, a router with a console or a host that is managed in another way is right to do so, and the rules do not tell; and it is said only where other TCP connections come in, or those that are open go on. An IPv6 file without ssh is not mentioned, because IPv4 is left.\n\nNothing is said where ssh is let in from some addresses or interfaces only (a VPN, a management network), after knocking (`recent`) or for a set, where a port comes in that no known service has, since sshd may listen there, and where ssh is dropped by a rule of its own. The ports of sshd are a setting, `iptables.sshPorts`; an empty list ends the question.',
    ja: 'ネットワークからは、どのアドレスからも、`lo` 以外のどのインターフェイスからも、sshd に新しく接続できません。このようなファイルを ssh 越しに読み込んでも、ESTABLISHED を許可するルールのおかげで現在のセッションは続くため、すぐには気付かないことがよくあります。次のログインや、再起動後の最初のログインで失敗します。新しいルールは `iptables-apply` で読み込んでください。新しい接続ができることを確認しなければ、元のルールに戻してくれます。\n\nssh を許可するルールがあるのに働かない場合は警告です。すべてを破棄するルールの後ろにある、パケットが届かないチェインにある、接続は必ず NEW から始まるのに ESTABLISHED を条件にしている、といった場合です。ssh のためのルールがない場合は情報として示します。デスクトップ、コンソールで操作するルーター、別の方法で管理するホストならそれで正しく、ルールからは区別できないからです。この場合は、ほかの TCP 接続を許可しているか、確立済みの接続が続くときにだけ示します。IPv6 のファイルに ssh のルールがなくても、IPv4 で接続できるため指摘しません。\n\n一部のアドレスやインターフェイス（VPN や管理用ネットワークなど）からだけ許可する場合、ノッキング（`recent`）の後や set で許可する場合、知られたサービスのないポートを許可していて sshd がそこで待ち受けている可能性がある場合、ssh を専用のルールで破棄している場合は、何も指摘しません。sshd のポートは設定 `iptables.sshPorts` で指定します。空のリストにすると何も指摘しません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate ESTABLISHED -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT\n-A INPUT -s 192.0.2.0/24 -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ why, ports, begins, accept }) => {
    const port = portsInWords(ports);
    const line = (accept?.line ?? 0) + 1;
    switch (why) {
      case 'late': {
        const late = (accept?.lateLine ?? 0) + 1;
        return {
          en: `No new ssh login (${port.en}) can come in: this drops it before line ${line} accepts it. Move line ${late} above.`,
          ja: `ssh（${port.ja}）で新しくログインできません。${line} 行目で許可していますが、その前にここで破棄されます。${late} 行目をここより前に移動してください。`,
        };
      }
      case 'unreached':
        return {
          en: `No new ssh login (${port.en}) can come in: it is dropped here and never gets to the chain \`${accept?.chain ?? ''}\`, where line ${line} accepts it. Check the jumps to that chain.`,
          ja: `ssh（${port.ja}）で新しくログインできません。${line} 行目で許可していますが、パケットはそのチェイン \`${accept?.chain ?? ''}\` に届かず、ここで破棄されます。そのチェインへのジャンプを確認してください。`,
        };
      case 'state':
        return {
          en: `No new ssh login (${port.en}) can come in: line ${line} accepts it only as ${accept?.states.join(', ') ?? ''}, and its first packet is ${begins.join(' or ')}. Add ${begins.join(', ')} there.`,
          ja: `ssh（${port.ja}）で新しくログインできません。最初のパケットの状態は ${begins.join(' か ')} ですが、${line} 行目が許可するのは ${accept?.states.join('、') ?? ''} だけです。${begins.join('、')} を追加してください。`,
        };
      case 'services':
        return {
          en: `New connections to other ports come in, but ssh logins (${port.en}) are dropped here. If this host is reached by ssh, accept them; if sshd listens elsewhere, name its port in \`iptables.sshPorts\`.`,
          ja: `ほかのポートへの新しい接続は許可していますが、ssh（${port.ja}）の新しい接続はここで破棄されます。ssh でログインするホストなら許可を追加し、sshd のポートが異なるなら設定 \`iptables.sshPorts\` で指定してください。`,
        };
      case 'nothing':
        return {
          en: `No new TCP connection from the network is accepted, so no ssh login (${port.en}) either. That is right for a desktop or a host with a console; if this one is reached by ssh, accept it.`,
          ja: `ネットワークからの新しい TCP 接続はどれも許可されておらず、ssh（${port.ja}）でもログインできません。デスクトップやコンソールで操作するホストなら問題ありませんが、ssh でログインするホストなら許可を追加してください。`,
        };
    }
  },
  severityOf: ({ why }) => (why === 'services' || why === 'nothing' ? 'information' : 'warning'),
  related: ({ accept, others }) => [
    ...(accept === undefined
      ? []
      : [{ line: accept.line, message: { en: 'This would accept it.', ja: 'ここで許可するはずのものです。' } }]),
    ...(accept?.lateLine === undefined || accept.lateLine === accept.line ? [] : [lateJump(accept.lateLine)]),
    ...others
      .slice(0, 5)
      .map((line): Related => ({ line, message: { en: 'A part of it is dropped here.', ja: '一部はここで破棄されます。' } })),
  ],
  analyse,
  fixes,
});

function lateJump(line: number): Related {
  return { line, message: { en: 'The jump to its chain comes too late.', ja: 'このチェインへのジャンプが後ろにあるため間に合いません。' } };
}

function portsInWords(ports: readonly number[]): Text {
  const list = ports.join(', ');
  return { en: `TCP port${ports.length === 1 ? '' : 's'} ${list}`, ja: `TCP ${ports.join('、')} 番ポート` };
}

function analyse(analysis: RulesetAnalysis): readonly Finding<'ssh-lockout'>[] {
  const { file } = analysis;
  const none = noSsh(analysis);
  if (none === undefined) return [];
  const vain = vainAccept(analysis, none);
  const why = vain?.why ?? reasonWithout(analysis, none);
  if (why === undefined) return [];
  const { diagram } = analysis.space;
  const accepted = vain === undefined ? undefined : analysis.rule(vain.line)?.upper;
  const before = none.decisions.filter(({ packets }) => vain?.why !== 'late' || accepted === undefined || diagram.meets(packets, accepted));
  const place = dropPlace(file, before);
  if (place === undefined) return [];
  const accept = vain && { ...vain, chain: file.nameText(file.records[vain.line]?.chain ?? -1), states: statesOf(analysis, accepted ?? 0) };
  const others = none.decisions.map(({ line }) => line).filter((line) => line >= 0 && line !== place.line);
  const { line, start, end, top } = place;
  return [
    {
      code: 'ssh-lockout',
      line,
      start,
      end,
      why,
      ports: file.sshPorts,
      begins: statesOf(analysis, none.packets),
      accept,
      top,
      others: [...new Set(others)],
    },
  ];
}

/** Why it is worth a word that no rule is there for ssh; `undefined`: it is not. */
function reasonWithout(analysis: RulesetAnalysis, { chain, decisions }: NoSsh): 'services' | 'nothing' | undefined {
  const { file } = analysis;
  if (file.family === 'ipv6' || decisions.some((decision) => asksForPorts(file, decision))) return undefined;
  const open = openPorts(analysis, chain);
  if (open !== 'nothing') return open === 'services' ? open : undefined;
  // Where later packets of a session do not come in either, there is none that would hide the lock-out.
  return passing(analysis, chain, establishedPackets(analysis)) === nothing ? undefined : open;
}

function fixes({ why, begins, accept, top }: Finding<'ssh-lockout'>, file: RulesFile): readonly Fix[] {
  const analysis = analysisOf(file);
  const none = noSsh(analysis);
  if (none === undefined) return [];
  if (why === 'late' && accept?.lateLine !== undefined) return moveUp(analysis, none, accept.lateLine, top);
  if (why === 'state' && accept !== undefined) return admitStates(analysis, accept.line, begins);
  return acceptSsh(analysis, none, top, why === 'unreached');
}
