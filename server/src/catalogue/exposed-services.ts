/** A service that is rarely meant for everybody: what its ports give away, or how easily they are abused, is well known. */
export interface ExposedService {
  /** Its name as administrators say it. */
  readonly name: string;
  readonly tcp?: readonly Ports[];
  readonly udp?: readonly Ports[];
}

/** A port, or the first and the last one of a range. */
type Ports = number | readonly [from: number, to: number];

/**
 * Ports: IANA's Service Name and Transport Protocol Port Number Registry; for Oracle, Elasticsearch, the kubelet, ZooKeeper,
 * WinRM and Cassandra, whose ports IANA has under other names or none, their own documentation. NTP, DNS, mail, web and SSH
 * servers are often public on purpose and are not among them.
 */
export const exposedServices: readonly ExposedService[] = [
  { name: 'Telnet', tcp: [23] },
  { name: 'TFTP', udp: [69] },
  { name: 'rpcbind', tcp: [111], udp: [111] },
  { name: 'Microsoft RPC', tcp: [135] },
  { name: 'NetBIOS', tcp: [139], udp: [137, 138] },
  { name: 'SNMP', tcp: [161], udp: [161] },
  { name: 'LDAP', tcp: [389], udp: [389] },
  { name: 'SMB', tcp: [445] },
  { name: 'rexec', tcp: [512] },
  { name: 'rlogin', tcp: [513] },
  { name: 'rsh', tcp: [514] },
  { name: 'IPMI', udp: [623] },
  { name: 'rsync', tcp: [873] },
  { name: 'Microsoft SQL Server', tcp: [1433], udp: [1434] },
  { name: 'Oracle Database', tcp: [1521] },
  { name: 'NFS', tcp: [2049], udp: [2049] },
  { name: 'ZooKeeper', tcp: [2181] },
  { name: 'Docker', tcp: [2375, 2376] },
  { name: 'etcd', tcp: [2379, 2380] },
  { name: 'iSCSI', tcp: [3260] },
  { name: 'MySQL', tcp: [3306] },
  { name: 'RDP', tcp: [3389], udp: [3389] },
  { name: 'PostgreSQL', tcp: [5432] },
  { name: 'VNC', tcp: [[5900, 5909]] },
  { name: 'CouchDB', tcp: [5984] },
  { name: 'WinRM', tcp: [5985, 5986] },
  { name: 'X11', tcp: [[6000, 6063]] },
  { name: 'Redis', tcp: [6379] },
  { name: 'Cassandra', tcp: [9042] },
  { name: 'Elasticsearch', tcp: [9200, 9300] },
  { name: 'kubelet', tcp: [10250] },
  { name: 'memcached', tcp: [11211], udp: [11211] },
  { name: 'MongoDB', tcp: [27017] },
];

/** The services that listen on one of the ports from one number to another, both included. */
export function servicesBetween(protocol: 'tcp' | 'udp', from: number, to: number): readonly ExposedService[] {
  return exposedServices.filter((service) =>
    (service[protocol] ?? []).some((ports) => {
      const [low, high] = typeof ports === 'number' ? [ports, ports] : ports;
      return low <= to && from <= high;
    }),
  );
}
