/** Where a connection tracking helper finds the connections that announce others. */
export interface HelperPorts {
  /** The name, as CT and the helper match take it. */
  readonly name: string;
  readonly protocols: readonly number[];
  readonly port: number;
}

/** The ports that the helpers have by themselves (`ports` and the like in the kernel's nf_conntrack_ftp.c, nf_conntrack_sip.c, …). */
export const helperPorts: readonly HelperPorts[] = [
  { name: 'amanda', protocols: [17], port: 10080 },
  { name: 'ftp', protocols: [6], port: 21 },
  { name: 'irc', protocols: [6], port: 6667 },
  { name: 'netbios-ns', protocols: [17], port: 137 },
  { name: 'pptp', protocols: [6], port: 1723 },
  { name: 'sane', protocols: [6], port: 6566 },
  { name: 'sip', protocols: [6, 17], port: 5060 },
  { name: 'snmp', protocols: [17], port: 161 },
  { name: 'tftp', protocols: [17], port: 69 },
];
