import { analysisOf } from '../analysis/current';
import { nothing } from '../analysis/diagram';
import { packetsWith } from '../analysis/packets';
import { packetsOf } from '../analysis/rule-packets';
import { exemptAt, exemptingLine, packetsAt } from '../analysis/tracking';
import type { UdpService } from '../catalogue/udp-services';
import { formOfPort, udpServices } from '../catalogue/udp-services';
import type { Language } from '../l10n/text';
import { bindText } from '../model/bind';
import type { BoundRule } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import { complete, Draft } from '../rules/support/exempt-everywhere';
import { addRules } from '../rules/support/sections';
import { diffLines } from '../text/diff';
import type { Edit } from '../text/position';
import { servicePort } from '../values/index';

/** What to take out of connection tracking. */
export interface ExemptRequest {
  /** A port number or service name; several separated by commas, ranges with a colon. */
  readonly port: number | string;
  /** The interface it comes in and goes out through; any where it is left out. */
  readonly interface?: string;
  /** The addresses or networks of the other side; any where it is left out. */
  readonly peers?: readonly string[];
  /** How its packets go; by the port where it is left out. */
  readonly form?: 'peer' | 'server';
}

/** A service for a list to choose from. */
export interface ExemptService {
  readonly name: string;
  readonly port: string;
  readonly label: string;
  readonly detail: string;
}

/** The services that are known to want an exemption. */
export function exemptServices(language: Language): readonly ExemptService[] {
  return udpServices.map((service) => ({
    name: service.name,
    port: service.ports.join(','),
    label: `${service.name} (${service.ports.join(', ')})`,
    detail: detailOf(service)[language],
  }));
}

/**
 * The edits that take a UDP service out of connection tracking both ways and let it in; no edits when all is there already.
 * @returns `undefined` when the request names no port.
 */
export function exemptService(file: RulesFile, request: ExemptRequest): Edit[] | undefined {
  const ports = String(request.port).replace(/\s+/g, '');
  if (ports === '' || !/^[\w:,.-]+$/.test(ports)) return undefined;
  const match = ports.includes(',') ? `-m multiport --dports ${ports}` : `-m udp --dport ${ports}`;
  const form = request.form ?? formOf(ports);
  const draft = new Draft(file.analysedHere());
  for (const peer of request.peers?.length ? request.peers : [undefined]) {
    const conditions = [
      peer === undefined ? '' : ` -s ${peer}`,
      request.interface ? ` -i ${request.interface}` : '',
      ' -p udp ',
      match,
    ].join('');
    const rule = `-A PREROUTING${conditions} -j NOTRACK`;
    const bound = bindText(rule, { family: file.family, table: 'raw', isChain: () => false });
    if (exemptedBy(draft.file, bound) === undefined) draft.edit(addRules(draft.file, 'raw', 'PREROUTING', [rule]));
    const line = exemptedBy(draft.file, bound);
    if (line !== undefined) complete(draft, line, form === undefined ? undefined : form === 'server' ? 'reply' : 'peer');
  }
  return diffLines(file.text(), draft.file.text());
}

/** The line of raw that exempts all packets from the network which a rule asks for; `undefined` when that is not sure. */
function exemptedBy(file: RulesFile, rule: BoundRule): number | undefined {
  const analysis = analysisOf(file);
  const { diagram } = analysis.space;
  const arriving = diagram.subtract(packetsAt(analysis.space, 'PREROUTING'), packetsWith(analysis.space, { input: 'lo' }));
  const packets = diagram.intersect(packetsOf(analysis, rule), arriving);
  if (packets === nothing || !diagram.within(packets, exemptAt(analysis, 'PREROUTING').surely)) return undefined;
  return exemptingLine(analysis, 'PREROUTING', packets);
}

function formOf(ports: string): 'peer' | 'server' | undefined {
  const number = /^\d+$/.test(ports) ? Number(ports) : servicePort(ports, 17);
  const form = number === undefined ? undefined : formOfPort(number);
  return form === 'server' ? 'server' : form === undefined ? undefined : 'peer';
}

function detailOf(service: UdpService): { en: string; ja: string } {
  switch (service.form) {
    case 'peer':
      return { en: 'each side sends to the other’s port', ja: '互いに相手のポートへ送信' };
    case 'one-way':
      return { en: 'one side only sends', ja: '一方向の送信のみ' };
    case 'server':
      return { en: 'clients ask, the server answers from its port', ja: 'クライアントの要求にサーバーがそのポートから応答' };
    default:
      return { en: 'the same port at both ends', ja: '両端で同じポートを使用' };
  }
}
