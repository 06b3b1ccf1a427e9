// Firewall scripts as administrators write them, for the conversion to be held against the real iptables. Written for this purpose.

/** A script; it may hold commands of both families. */
export interface ShellScript {
  readonly name: string;
  readonly text: string;
}

export const scripts: readonly ShellScript[] = [
  {
    name: 'a web server',
    text: `#!/bin/sh
# Firewall of the web server
set -e

IPT="/usr/bin/env iptables"
ADMIN=192.0.2.0/28

# Start from nothing
iptables -F
iptables -X
iptables -Z

iptables -P INPUT DROP
iptables -P FORWARD DROP
iptables -P OUTPUT ACCEPT

iptables -A INPUT -i lo -j ACCEPT
iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT   # replies
iptables -A INPUT -p tcp -s $ADMIN --dport 22 \\
    -m comment --comment "ssh for the 'admins'" -j ACCEPT
iptables -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT
iptables -A INPUT -m limit --limit 5/min -j LOG --log-prefix 'it'"'"'s dropped: '
`,
  },
  {
    name: 'a router',
    text: `#!/bin/bash
WAN=eth0; LAN=eth1
LAN_NET='10.1.0.0/16'
IPTABLES=iptables

$IPTABLES -t nat -F && $IPTABLES -t nat -X
$IPTABLES -F; $IPTABLES -X
$IPTABLES -N BAD 2>/dev/null || $IPTABLES -F BAD
$IPTABLES -A BAD -m limit --limit 3/s -j LOG --log-prefix "BAD \\"packet\\": "
$IPTABLES -A BAD -j DROP
\${IPTABLES} -A FORWARD -i $LAN -o $WAN -s $LAN_NET -j ACCEPT
\${IPTABLES} -A FORWARD -i "\${WAN}" -m state --state ESTABLISHED,RELATED -j ACCEPT
$IPTABLES -A FORWARD -j BAD
$IPTABLES -P FORWARD DROP
$IPTABLES -A POSTROUTING --table nat -s $LAN_NET -o $WAN -j MASQUERADE
$IPTABLES -t nat -A PREROUTING -i $WAN -p tcp --dport 8080 -j DNAT --to-destination 10.1.0.5:80
$IPTABLES -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
echo done
`,
  },
  {
    name: 'a cluster that exempts its heartbeat',
    text: `sudo iptables -t raw -A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK
sudo iptables -A OUTPUT -t raw -o eth0 -p udp --dport 694 -j NOTRACK && sudo iptables -A INPUT -i eth0 -p udp --dport 694 -j ACCEPT
sudo -n iptables -w 5 --table=raw -I PREROUTING -i lo -j CT --notrack
`,
  },
  {
    name: 'one that changes its mind',
    text: `iptables -A INPUT -p tcp --dport 22 -j ACCEPT
iptables -A INPUT -p tcp --dport 80 -j ACCEPT
iptables -A INPUT -p tcp --dport 443 -j ACCEPT
iptables -I INPUT 2 -s 198.51.100.7 -j DROP
iptables -I INPUT -i lo -j ACCEPT
iptables -D INPUT -p tcp --dport 80 -j ACCEPT
iptables -D INPUT -p tcp --dport 81 -j ACCEPT 2>/dev/null
iptables -R INPUT 2 -p tcp --dport 2222 -j ACCEPT
iptables -C INPUT -i lo -j ACCEPT 2>/dev/null || iptables -A INPUT -i lo -j ACCEPT
iptables -C OUTPUT -o lo -j ACCEPT 2>/dev/null || iptables -A OUTPUT -o lo -j ACCEPT
iptables -N OLD
iptables -A OLD -j DROP
iptables -F OLD
iptables -X OLD
iptables -N WORK
iptables -A WORK -p icmp -j ACCEPT
iptables -A INPUT -j WORK
iptables -E WORK ICMP_IN
`,
  },
  {
    name: 'both families',
    text: `for_nobody=1
iptables -P INPUT DROP; ip6tables -P INPUT DROP
iptables -A INPUT -p icmp --icmp-type echo-request -j ACCEPT
ip6tables -A INPUT -p ipv6-icmp -j ACCEPT
iptables -A INPUT -s 192.0.2.1,192.0.2.9 -j ACCEPT
ip6tables -A INPUT -s 2001:db8::/64 -m comment --comment $'tab\\there, it\\'s "quoted"' -j ACCEPT
ip6tables -A INPUT -m comment --comment back\\\\slash\\ and\\ \\"quote\\" -j DROP
`,
  },
  {
    name: 'quotes of every kind',
    text: `A=a; B="b c"
iptables -A INPUT -m comment --comment 'single $A "x" \\ y' -j ACCEPT
iptables -A INPUT -m comment --comment "double $A \\$B \\\\ \\" '" -j ACCEPT
iptables -A INPUT -m comment --comment "$A-$B-\${B}" -j ACCEPT
iptables -A INPUT -m comment --comment mi"xe"'d '$A -j ACCEPT
iptables -A INPUT -m comment --comment "" -j ACCEPT
iptables -A INPUT -m comment --comment 心拍\\ "😀" -j ACCEPT # 日本語
iptables -A INPUT -m comment --comment '#no comment' -j ACCEPT
iptables -A INPUT -m comment --comment a#b -j ACCEPT;# c
iptables -A INPUT \\! -s 192.0.2.3 -j DROP
iptables -A INPUT "!" -i 'lo' -p 'tcp' -j "DROP"
`,
  },
];
