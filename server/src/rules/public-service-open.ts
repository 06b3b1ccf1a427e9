import { servicesBetween } from '../catalogue/exposed-services';
import type { BoundOption, BoundRule } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import { sectionOf } from '../model/sections';
import type { Span } from '../text/position';
import type { Ports } from '../values/index';
import { parseMultiport, parsePortRange } from '../values/index';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { letsStrangersIn } from './support/stranger';

declare module './rule' {
  interface AnalysisData {
    'public-service-open': { readonly services: readonly string[]; readonly protocol: 'tcp' | 'udp'; readonly ports: string };
  }
}

export const publicServiceOpen = defineRule({
  code: 'public-service-open',
  severity: 'information',
  offByDefault: true,
  title: { en: 'Internal service open to everybody', ja: '誰にでも開いている内部向けサービス' },
  page: {
    en: 'The rule accepts new connections from any address, by any interface, to a port whose service is rarely meant for everybody: databases and caches (MySQL, PostgreSQL, Redis, MongoDB, memcached, Elasticsearch), file shares (SMB, NFS, rsync), remote desktops (RDP, VNC, X11), control ports (Docker, etcd, the kubelet, IPMI, SNMP, WinRM), and old services without encryption (Telnet, TFTP, rsh). Such ports are scanned all day. Name who may come (`-s`), the interface they come by (`-i`), or a set of addresses.\n\nWhether a host stands in the internet or in a closed network does not show in its rules, so this is said only where it is switched on. It is said of what INPUT certainly lets in from anywhere: an earlier rule that drops all but a few, or the packets of an interface, keeps it quiet; lists of unwelcome addresses and limits do not.',
    ja: '誰にでも公開することの少ないサービスのポートについて、どのアドレス、どのインターフェイスからの新しい接続も許可しています。対象は、データベースやキャッシュ（MySQL、PostgreSQL、Redis、MongoDB、memcached、Elasticsearch）、ファイル共有（SMB、NFS、rsync）、リモートデスクトップ（RDP、VNC、X11）、管理用のポート（Docker、etcd、kubelet、IPMI、SNMP、WinRM）、暗号化されない古いサービス（Telnet、TFTP、rsh）などです。こうしたポートは絶えずスキャンされています。接続元（`-s`）、インターフェイス（`-i`）、またはアドレスの set で相手を限定してください。\n\nホストがインターネットにあるのか閉じたネットワークにあるのかはルールからは分からないため、有効にしたときだけ指摘します。指摘するのは、INPUT でどこからでも確実に許可されるものだけです。手前のルールで一部の相手以外や特定のインターフェイスのパケットが破棄される場合は何も指摘しません（ブロックリストや回数の制限だけの場合は指摘します）。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 5432 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -s 192.0.2.0/24 -p tcp -m tcp --dport 5432 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:SERVICES - [0:0]\n-A INPUT -m conntrack --ctstate NEW -j SERVICES\n-A SERVICES -p tcp -m multiport --dports 22,443,6379 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:SERVICES - [0:0]\n-A INPUT -m conntrack --ctstate NEW -j SERVICES\n-A SERVICES -p tcp -m multiport --dports 22,443 -j ACCEPT\n-A SERVICES -i eth1 -p tcp -m tcp --dport 6379 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ services, protocol, ports }) => {
    const [first = '', second] = services;
    const names = second === undefined ? first : `${first}, ${second}${services.length > 2 ? ', …' : ''}`;
    return {
      en: `This lets everybody in to ${names} (${protocol.toUpperCase()} ${ports}), which is rarely meant for the internet. Limit it with \`-s\` or \`-i\`.`,
      ja: `インターネットに公開することの少ない ${names.replaceAll(', ', '、')}（${protocol.toUpperCase()} ${ports}）に、誰でも接続できます。\`-s\` や \`-i\` で限定してください。`,
    };
  },
  check,
});

/** A range wider than this is not there for one service. */
const widest = 128;

function check(file: RulesFile): readonly Finding<'public-service-open'>[] {
  const section = sectionOf(file, 'filter');
  if (section === undefined) return [];
  const findings: Finding<'public-service-open'>[] = [];
  const known = new Map<string, number | undefined>();
  const accepting = (protocol: number, ports: Ports): number | undefined => {
    const key = `${protocol} ${ports.from} ${ports.to}`;
    if (!known.has(key)) known.set(key, letsStrangersIn(file, section, protocol, ports));
    return known.get(key);
  };
  for (const chain of section.chains.values()) {
    for (const line of chain.rules) {
      if (file.records[line]?.target !== 'ACCEPT') continue;
      const rule = file.bound(line);
      const protocol = rule?.protocolInverted === true ? undefined : protocolOf(rule);
      if (rule === undefined || protocol === undefined) continue;
      for (const { from, to, span } of portsOf(rule)) {
        const services = to - from < widest ? servicesBetween(protocol, from, to) : [];
        if (services.length === 0 || accepting(rule.protocol ?? 0, { from, to }) !== line) continue;
        const ports = from === to ? String(from) : `${from}:${to}`;
        findings.push({ code: 'public-service-open', line, ...span, services: services.map(({ name }) => name), protocol, ports });
      }
    }
  }
  return findings;
}

function protocolOf(rule: BoundRule | undefined): 'tcp' | 'udp' | undefined {
  return rule?.protocol === 6 ? 'tcp' : rule?.protocol === 17 ? 'udp' : undefined;
}

/** The destination ports that a rule names, each with its place in the line. */
function portsOf(rule: BoundRule): readonly (Ports & { readonly span: Span })[] {
  for (const option of rule.options) {
    const value = option.values[0];
    if (value === undefined || option.negation !== undefined) continue;
    if (option.spec.name === 'destination-port') {
      const ports = parsePortRange(value.text, rule.protocol);
      return ports === undefined ? [] : [{ ...ports, span: { start: value.start, end: value.end } }];
    }
    if (option.spec.name === 'destination-ports') return portsOfList(rule, option);
  }
  return [];
}

function portsOfList(rule: BoundRule, option: BoundOption): ReturnType<typeof portsOf> {
  const value = option.values[0];
  const list = value && parseMultiport(value.text, rule.protocol);
  if (value === undefined || list === undefined) return [];
  // In a quoted word the places do not count.
  const plain = value.end - value.start === value.text.length;
  let at = value.start;
  return value.text.split(',').flatMap((entry, index) => {
    const ports = list[index];
    const span = plain ? { start: at, end: at + entry.length } : { start: value.start, end: value.end };
    at += entry.length + 1;
    return ports === undefined ? [] : [{ ...ports, span }];
  });
}
