import { fileOf } from '../../support/oracle';
import type { Fact } from './fact';

/** Facts about where a match or target may stand. Most of them only the kernel knows: `--test` accepts nearly all of these. */
export const placementFacts: readonly Fact[] = [
  { name: 'NOTRACK in raw', text: fileOf('raw', '-A PREROUTING -p udp --dport 694 -j NOTRACK'), outcome: 'loads' },
  { name: 'NOTRACK in filter', text: fileOf('filter', '-A INPUT -j NOTRACK'), outcome: 'refused' },
  { name: 'NOTRACK in mangle', text: fileOf('mangle', '-A PREROUTING -j NOTRACK'), outcome: 'refused' },
  {
    name: 'NOTRACK in a chain of filter that nothing calls',
    text: fileOf('filter', ':MINE - [0:0]', '-A MINE -j NOTRACK'),
    outcome: 'refused',
  },
  { name: 'CT with no option', text: fileOf('raw', '-A PREROUTING -j CT'), outcome: 'loads' },
  { name: 'CT --notrack outside raw', text: fileOf('mangle', '-A PREROUTING -j CT --notrack'), outcome: 'refused' },
  {
    name: 'CT --helper without a protocol',
    text: fileOf('raw', '-A PREROUTING -j CT --helper ftp'),
    outcome: 'refused',
  },
  { name: 'TRACE in filter', text: fileOf('filter', '-A INPUT -j TRACE'), outcome: { legacy: 'refused', nft: 'loads' } },
  { name: 'TRACE in raw', text: fileOf('raw', '-A PREROUTING -j TRACE'), outcome: 'loads' },
  {
    name: 'addrtype --limit-iface-out in INPUT',
    text: fileOf('filter', '-A INPUT -m addrtype --limit-iface-out --dst-type LOCAL'),
    outcome: 'refused',
  },
  {
    name: 'a port for NAT of any protocol',
    text: fileOf('nat', '-A PREROUTING -j REDIRECT --to-ports 80'),
    outcome: 'refused',
    says: 'Need TCP, UDP',
  },
  { name: 'REJECT in raw', text: fileOf('raw', '-A PREROUTING -j REJECT'), outcome: 'refused' },
  {
    name: 'a TCP reset for UDP',
    text: fileOf('filter', '-A INPUT -p udp -j REJECT --reject-with tcp-reset'),
    outcome: 'refused',
  },
  { name: 'MASQUERADE in filter', text: fileOf('filter', '-A FORWARD -j MASQUERADE'), outcome: 'refused' },
  { name: 'SNAT in PREROUTING', text: fileOf('nat', '-A PREROUTING -j SNAT --to-source 192.0.2.1'), outcome: 'refused' },
  { name: "SNAT in nat's INPUT", text: fileOf('nat', '-A INPUT -j SNAT --to-source 192.0.2.1'), outcome: 'loads' },
  { name: 'DNAT in POSTROUTING', text: fileOf('nat', '-A POSTROUTING -j DNAT --to-destination 192.0.2.1'), outcome: 'refused' },
  {
    name: 'DNAT without a destination',
    text: fileOf('nat', '-A PREROUTING -j DNAT'),
    outcome: 'refused',
    says: 'option "--to-destination" must be specified',
  },
  { name: 'DROP in nat', text: fileOf('nat', '-A PREROUTING -j DROP'), outcome: 'refused', says: 'is not intended for filtering' },
  { name: 'a policy of DROP in nat', text: fileOf('nat', ':PREROUTING DROP [0:0]'), outcome: 'loads' },
  { name: 'TTL in filter', text: fileOf('filter', '-A INPUT -j TTL --ttl-set 5'), outcome: 'refused' },
  { name: 'HL in mangle', text: fileOf('mangle', '-A FORWARD -j HL --hl-set 5'), family: 'ipv6', outcome: 'loads' },
  { name: 'MARK in filter', text: fileOf('filter', '-A INPUT -j MARK --set-mark 1'), outcome: 'loads' },
  { name: 'owner in INPUT', text: fileOf('filter', '-A INPUT -m owner --uid-owner 0 -j ACCEPT'), outcome: 'refused' },
  { name: 'mac in OUTPUT', text: fileOf('filter', '-A OUTPUT -m mac --mac-source 00:11:22:33:44:55 -j ACCEPT'), outcome: 'refused' },
  { name: 'rpfilter in filter', text: fileOf('filter', '-A INPUT -m rpfilter -j ACCEPT'), outcome: 'refused' },
  { name: 'TPROXY without a protocol', text: fileOf('mangle', '-A PREROUTING -j TPROXY --on-port 3128'), outcome: 'refused' },
  {
    name: 'TCPMSS of every TCP packet: only legacy asks for SYN',
    text: fileOf('mangle', '-A FORWARD -p tcp -j TCPMSS --set-mss 1400'),
    outcome: { legacy: 'refused', nft: 'loads' },
  },
  {
    name: 'TCPMSS of a SYN',
    text: fileOf('mangle', '-A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1400'),
    outcome: 'loads',
  },
];
