/**
 * The protocols that iptables knows by name. The first block is its own list, which it asks first
 * (libxtables/xtables.c, `xtables_chain_protos`); the second is Debian's /etc/protocols (netbase 6.4): name, number, other spellings.
 * `-p` folds its value to lower case before it looks; the protocol options of extensions do not.
 */
export const ownProtocols: ReadonlyMap<string, number> = new Map([
  ['tcp', 6],
  ['sctp', 132],
  ['udp', 17],
  ['udplite', 136],
  ['icmp', 1],
  ['ipv6-icmp', 58],
  ['icmpv6', 58],
  ['esp', 50],
  ['ah', 51],
  ['mobility-header', 135],
  ['ipv6-mh', 135],
  ['mh', 135],
  ['dccp', 33],
  ['ipcomp', 108],
  ['all', 0],
]);

const etcProtocols = `ip 0 IP;hopopt 0 HOPOPT;icmp 1 ICMP;igmp 2 IGMP;ggp 3 GGP;ipencap 4 IP-ENCAP;st 5 ST;tcp 6 TCP;egp 8 EGP;igp 9 IGP;\
pup 12 PUP;udp 17 UDP;hmp 20 HMP;xns-idp 22 XNS-IDP;rdp 27 RDP;iso-tp4 29 ISO-TP4;dccp 33 DCCP;xtp 36 XTP;ddp 37 DDP;\
idpr-cmtp 38 IDPR-CMTP;ipv6 41 IPv6;ipv6-route 43 IPv6-Route;ipv6-frag 44 IPv6-Frag;idrp 45 IDRP;rsvp 46 RSVP;gre 47 GRE;\
esp 50 IPSEC-ESP;ah 51 IPSEC-AH;skip 57 SKIP;ipv6-icmp 58 IPv6-ICMP;ipv6-nonxt 59 IPv6-NoNxt;ipv6-opts 60 IPv6-Opts;\
rspf 73 RSPF CPHB;vmtp 81 VMTP;eigrp 88 EIGRP;ospf 89 OSPFIGP;ax.25 93 AX.25;ipip 94 IPIP;etherip 97 ETHERIP;encap 98 ENCAP;\
pim 103 PIM;ipcomp 108 IPCOMP;vrrp 112 VRRP;l2tp 115 L2TP;isis 124 ISIS;sctp 132 SCTP;fc 133 FC;\
mobility-header 135 Mobility-Header;udplite 136 UDPLite;mpls-in-ip 137 MPLS-in-IP;manet 138;hip 139 HIP;shim6 140 Shim6;\
wesp 141 WESP;rohc 142 ROHC;ethernet 143 Ethernet;mptcp 262 MPTCP`;

/** Every name of /etc/protocols, in its exact spelling, with its number. */
export const protocolNumbers: ReadonlyMap<string, number> = new Map(
  etcProtocols.split(';').flatMap((line): [string, number][] => {
    const [name = '', number = '', ...aliases] = line.split(' ');
    return [name, ...aliases].map((spelling) => [spelling, Number(number)]);
  }),
);

/** What a protocol is called in full, by number. */
export const protocolTitles: ReadonlyMap<number, string> = new Map([
  [1, 'Internet Control Message Protocol (ICMP)'],
  [2, 'Internet Group Management Protocol (IGMP)'],
  [4, 'IPv4 in IP'],
  [6, 'Transmission Control Protocol (TCP)'],
  [17, 'User Datagram Protocol (UDP)'],
  [33, 'Datagram Congestion Control Protocol (DCCP)'],
  [41, 'IPv6 in IP (6in4, 6to4)'],
  [43, 'IPv6 Routing Header'],
  [44, 'IPv6 Fragment Header'],
  [46, 'Resource Reservation Protocol (RSVP)'],
  [47, 'Generic Routing Encapsulation (GRE)'],
  [50, 'IPsec Encapsulating Security Payload (ESP)'],
  [51, 'IPsec Authentication Header (AH)'],
  [58, 'ICMP for IPv6'],
  [59, 'IPv6 No Next Header'],
  [60, 'IPv6 Destination Options'],
  [88, 'Enhanced Interior Gateway Routing Protocol (EIGRP)'],
  [89, 'Open Shortest Path First (OSPF)'],
  [94, 'IP within IP'],
  [97, 'Ethernet within IP'],
  [103, 'Protocol Independent Multicast (PIM)'],
  [108, 'IP Payload Compression (IPComp)'],
  [112, 'Virtual Router Redundancy Protocol (VRRP), also CARP'],
  [115, 'Layer Two Tunneling Protocol (L2TP)'],
  [132, 'Stream Control Transmission Protocol (SCTP)'],
  [135, 'Mobility Header for IPv6'],
  [136, 'UDP-Lite'],
  [137, 'MPLS in IP'],
]);
