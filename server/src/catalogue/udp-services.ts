/** How a UDP service's packets go, which decides what takes both directions out of connection tracking. */
export type ServiceForm = 'peer' | 'server' | 'symmetric' | 'one-way';

/** A UDP service that is commonly taken out of connection tracking. */
export interface UdpService {
  readonly name: string;
  readonly ports: readonly number[];
  /**
   * `peer`: each side sends to the other's port from any port of its own (heartbeat): the same `--dport` both ways.
   * `server`: clients ask, the server answers from its port (DNS): `--dport` in, `--sport` out.
   * `one-way`: one side only sends (syslog): nothing comes back.
   * `symmetric`: the same port at both ends (corosync): either way takes them all.
   */
  readonly form: ServiceForm;
}

/** Ports: /etc/services, corosync.conf(5), and the services' own documentation. */
export const udpServices: readonly UdpService[] = [
  { name: 'heartbeat', ports: [694], form: 'peer' },
  { name: 'corosync', ports: [5404, 5405], form: 'symmetric' },
  { name: 'dns', ports: [53], form: 'server' },
  { name: 'ntp', ports: [123], form: 'server' },
  { name: 'syslog', ports: [514], form: 'one-way' },
  { name: 'snmp', ports: [161], form: 'server' },
  { name: 'snmp-trap', ports: [162], form: 'one-way' },
  { name: 'netflow', ports: [2055], form: 'one-way' },
  { name: 'sflow', ports: [6343], form: 'one-way' },
  { name: 'vxlan', ports: [4789], form: 'peer' },
  { name: 'geneve', ports: [6081], form: 'peer' },
  { name: 'wireguard', ports: [51820], form: 'symmetric' },
  { name: 'openvpn', ports: [1194], form: 'server' },
  { name: 'statsd', ports: [8125], form: 'one-way' },
  { name: 'tftp', ports: [69], form: 'server' },
  { name: 'sip', ports: [5060], form: 'symmetric' },
];

/** How the packets of a port go; `undefined` for a port that is not in the list. */
export function formOfPort(port: number): ServiceForm | undefined {
  return udpServices.find((service) => service.ports.includes(port))?.form;
}
