import { etcServices, furtherServices } from './services';

/** A service's port under one name, for some protocols. */
interface Service {
  readonly name: string;
  readonly port: number;
  /** The first letters of its protocols. */
  readonly protocols: string;
  /** In /etc/services; the others only describe. */
  readonly resolvable: boolean;
}

/** A service for a completion list. */
export interface KnownService {
  readonly name: string;
  readonly port: number;
  readonly protocols: readonly string[];
}

let byName: Map<string, Service[]> | undefined;
let byPort: Map<number, Service[]> | undefined;

/**
 * The port that a service name stands for, by Debian's /etc/services (C's `getservbyname`). Letters' case matters.
 * @param protocol The protocol's number; `undefined` asks for any, the first in the file.
 * @returns `undefined` for a name that is not there, or not for that protocol.
 */
export function servicePort(name: string, protocol: number | undefined): number | undefined {
  const services = names().get(name);
  if (services === undefined || protocol === undefined) return services?.[0]?.port;
  const letter = letterOf(protocol);
  return services.find((service) => letter !== undefined && service.protocols.includes(letter))?.port;
}

/** The port that `getaddrinfo` makes of a service name when it is asked for no protocol: TCP's, then UDP's, then SCTP's. */
export function resolvedServicePort(name: string): number | undefined {
  const services = names().get(name);
  if (services === undefined) return undefined;
  for (const letter of 'tus') {
    const found = services.find((service) => service.protocols.includes(letter));
    if (found !== undefined) return found.port;
  }
  return undefined;
}

/**
 * What a port is called, for hovers: the name in /etc/services, or one of the further names that iptables does not resolve.
 * @param protocol The protocol's number; `undefined` takes any.
 */
export function serviceName(port: number, protocol: number | undefined): string | undefined {
  const services = ports().get(port);
  if (services === undefined) return undefined;
  const letter = protocol === undefined ? undefined : letterOf(protocol);
  if (letter === undefined) return services[0]?.name;
  return services.find((service) => service.protocols.includes(letter))?.name;
}

/** Whether iptables resolves the name for some protocol. */
export function isServiceName(name: string): boolean {
  return names().has(name);
}

/** Every service of /etc/services that the protocol has, in the order of ports, each once. */
export function knownServices(protocol: number | undefined): readonly KnownService[] {
  const letter = protocol === undefined ? undefined : letterOf(protocol);
  const found: KnownService[] = [];
  for (const services of ports().values()) {
    for (const service of services) {
      if (!service.resolvable || (letter !== undefined && !service.protocols.includes(letter))) continue;
      found.push({ name: service.name, port: service.port, protocols: protocolNames(service.protocols) });
    }
  }
  return found;
}

/** The names that iptables could mean, for suggestions. */
export function serviceSpellings(): Iterable<string> {
  return names().keys();
}

function letterOf(protocol: number): string | undefined {
  if (protocol === 6) return 't';
  if (protocol === 17) return 'u';
  if (protocol === 132) return 's';
  return protocol === 33 ? 'd' : protocol === 136 ? 'l' : undefined;
}

function protocolNames(letters: string): string[] {
  return [...letters].map((letter) => (letter === 't' ? 'tcp' : letter === 'u' ? 'udp' : letter === 's' ? 'sctp' : 'ddp'));
}

function names(): Map<string, Service[]> {
  if (byName === undefined) read();
  return byName ?? new Map();
}

function ports(): Map<number, Service[]> {
  if (byPort === undefined) read();
  return byPort ?? new Map();
}

function read(): void {
  byName = new Map();
  byPort = new Map();
  for (const [table, resolvable] of [
    [etcServices, true],
    [furtherServices, false],
  ] as const) {
    for (const entry of table.split(' ')) {
      const [first = '', ...aliases] = entry.split(',');
      const slash = first.indexOf('/');
      const port = Number.parseInt(first.slice(slash + 1), 10);
      const service = { name: first.slice(0, slash), port, protocols: first.slice(slash + 1 + String(port).length), resolvable };
      add(byPort, port, service);
      if (resolvable) for (const spelling of [service.name, ...aliases]) add(byName, spelling, service);
    }
  }
}

function add<K>(map: Map<K, Service[]>, key: K, service: Service): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [service]);
  else list.push(service);
}
