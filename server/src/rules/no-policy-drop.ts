import { analysisOf } from '../analysis/current';
import { allEnd, decide } from '../analysis/decide';
import type { PacketSet } from '../analysis/diagram';
import { nothing } from '../analysis/diagram';
import { packetsWith } from '../analysis/packets';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import { parseInterface } from '../values/index';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { policySpan } from './support/drop-place';
import { edited } from './support/exempt-everywhere';
import type { FilterChain } from './support/filter-chain';
import { filterChain } from './support/filter-chain';
import { icmpv6Messages } from './support/neighbour-discovery';
import { loopbackPackets, networkPackets } from './support/network-packets';
import { noSsh } from './support/ssh-reach';

declare module './rule' {
  interface AnalysisData {
    /** The lines that accept services, the first few. */
    'no-policy-drop': { readonly accepts: readonly number[] };
  }
}

export const noPolicyDrop = defineRule({
  code: 'no-policy-drop',
  severity: 'hint',
  title: { en: 'Firewall that ends open', ja: '最後まで何も破棄しないファイアウォール' },
  page: {
    en: 'INPUT accepts single services, and then its policy accepts the rest: no rule drops or rejects a new connection from the network, so every service of the host is open and the accepts have no effect. Rules that list what may come in are meant to be all that comes in. Set the policy to DROP, or end the chain with `-j REJECT`, once loopback (`-i lo`), replies (`RELATED,ESTABLISHED`) and ssh are accepted, in an IPv6 file also neighbour discovery.\n\nThe fix that sets the policy is offered only where these would stay possible. Nothing is said of a single accept beside nothing else, where a rule drops anything new, where the accepts are for the networks of containers and virtual machines only, as libvirt and LXD write them, and of files that add to the rules of others.',
    ja: 'INPUT でサービスを個別に許可していますが、残りもすべてポリシーで許可しています。ネットワークからの新しい接続を破棄または拒否するルールがないため、ホストのどのサービスにも接続でき、個別に許可するルールには効果がありません。許可するものを並べたルールは、それ以外を通さないことを意図しているはずです。ループバック（`-i lo`）、応答（`RELATED,ESTABLISHED`）、ssh、IPv6 のファイルなら近隣探索も許可したうえで、ポリシーを DROP にするか、チェインの最後に `-j REJECT` を置いてください。\n\nポリシーを変更する修正は、これらの通信が引き続き可能な場合にだけ提案します。許可するルールが一つあるだけの場合、新しい接続を破棄するルールが一つでもある場合、許可しているのがコンテナーや仮想マシンのネットワーク（libvirt や LXD が書くもの）だけの場合、ほかのルールに追加して読み込まれるファイルについては、何も指摘しません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: () => ({
    en: 'This policy accepts whatever the rules of INPUT leave, and none of them drops anything new, so accepting single services has no effect. If only these are to come in, set the policy to DROP.',
    ja: 'INPUT のルールには新しい接続を破棄するものがなく、残りはこのポリシーですべて許可されるため、サービスを個別に許可しても効果がありません。それらだけを許可するつもりなら、ポリシーを DROP にしてください。',
  }),
  related: ({ accepts }) =>
    accepts.map((line) => ({ line, message: { en: 'This makes no difference.', ja: 'この行があってもなくても同じです。' } })),
  analyse,
  fixes,
});

/** How many accepts are named. */
const mostNamed = 3;

function analyse(analysis: RulesetAnalysis): readonly Finding<'no-policy-drop'>[] {
  const chain = filterChain(analysis, 'INPUT');
  const { policy, policyLine = -1 } = chain?.chain.chain ?? {};
  const span = policySpan(analysis.file, policyLine);
  if (chain === undefined || policy !== 'ACCEPT' || span === undefined) return [];
  const services = chain.lines.filter((line) => acceptsService(analysis, line));
  // One port alone is opened by scripts of VPNs and the like, too; a list, or what every firewall begins with, is a firewall.
  if (services.length === 0 || (services.length === 1 && !chain.lines.some((line) => acceptsBasics(analysis, line)))) return [];
  const decisions = decide(analysis, 'filter', 'INPUT', inState(analysis, 'NEW'));
  if (!isAccepted(decisions) || decisions?.some(({ by }) => by === 'policy') !== true) return [];
  return [{ code: 'no-policy-drop', line: policyLine, start: span.start, end: span.end, accepts: services.slice(0, mostNamed) }];
}

/** Whether a rule accepts replies, or what comes on loopback. */
function acceptsBasics(analysis: RulesetAnalysis, line: number): boolean {
  const { space, rule } = analysis;
  const { diagram } = space;
  const upper = rule(line)?.upper ?? nothing;
  if (!accepts(analysis, line)) return false;
  return diagram.within(upper, packetsWith(space, { input: 'lo' })) || !diagram.meets(upper, packetsWith(space, { state: 'NEW' }));
}

function accepts({ rule }: RulesetAnalysis, line: number): boolean {
  const effect = rule(line)?.effect;
  return effect?.kind === 'verdict' && effect.verdict === 'accept';
}

/** Whether a rule accepts some ports from the network. */
function acceptsService(analysis: RulesetAnalysis, line: number): boolean {
  const { file } = analysis;
  if (!accepts(analysis, line)) return false;
  const options = file.bound(line)?.options ?? [];
  const input = options.find(({ owner, spec }) => owner === undefined && spec.name === 'in-interface');
  const name = parseInterface(input?.values[0]?.text ?? '').name;
  if (input !== undefined && input.negation === undefined && ofGuests.test(name)) return false;
  return options.some(
    ({ spec, negation }) => negation === undefined && (spec.name === 'destination-port' || spec.name === 'destination-ports'),
  );
}

/** Interfaces of the host itself, and of the networks of containers and virtual machines, whose programs accept DNS and DHCP on them. */
const ofGuests = /^(?:lo$|virbr|vnet|tap|veth|docker|br-|podman|cni|lxc|lxd|incus|kube|cali|flannel|weave)/;

function inState({ space }: RulesetAnalysis, state: 'NEW' | 'ESTABLISHED'): PacketSet {
  return space.diagram.intersect(networkPackets(space, 'INPUT'), packetsWith(space, { state }));
}

function isAccepted(decisions: ReturnType<typeof decide>): boolean {
  return allEnd(decisions, (verdict) => verdict === 'accept');
}

function fixes({ line, start, end }: Finding<'no-policy-drop'>, file: RulesFile): readonly Fix[] {
  const edits = [replaceSpan(line, { start, end }, 'DROP')];
  const after = analysisOf(edited(file, edits));
  const chain = filterChain(after, 'INPUT');
  if (chain === undefined || !staysReachable(after, chain)) return [];
  return [{ title: { en: 'Set the policy to DROP', ja: 'ポリシーを DROP にする' }, edits }];
}

/** Whether the host can still be managed and works by itself: ssh, loopback, replies, and neighbour discovery in IPv6. */
function staysReachable(analysis: RulesetAnalysis, { name }: FilterChain): boolean {
  const { space, file } = analysis;
  const needed = [space.diagram.intersect(loopbackPackets(space, name), packetsWith(space, { state: ['NEW', 'ESTABLISHED', 'RELATED'] }))];
  needed.push(inState(analysis, 'ESTABLISHED'));
  if (file.family === 'ipv6') for (const type of [135, 136]) needed.push(icmpv6Messages(analysis, 'INPUT', type, 'UNTRACKED'));
  return noSsh(analysis) === undefined && needed.every((packets) => isAccepted(decide(analysis, 'filter', 'INPUT', packets)));
}
