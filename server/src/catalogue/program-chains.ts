/**
 * Chains that programs make, fill and call while the host runs, by what they are named. A saved file catches them as they
 * happen to be: empty, or with nothing that calls them. From each program's own documentation and the rules it writes.
 */
const chains: readonly (readonly [program: string, names: RegExp])[] = [
  ['Docker', /^DOCKER(?:-|$)/],
  ['Kubernetes', /^KUBE-/],
  ['CNI plugins', /^CNI-/],
  ['Calico', /^cali-/],
  ['Cilium', /^(?:OLD_)?CILIUM_/],
  ['flannel', /^FLANNEL-/],
  ['Weave Net', /^WEAVE(?:-|$)/],
  ['Istio', /^ISTIO_/],
  ['Podman', /^NETAVARK[-_]/],
  ['fail2ban', /^(?:f2b|fail2ban)-/],
  ['SSHGuard', /^sshguard$/],
  ['CrowdSec', /^(?:crowdsec|CROWDSEC)/],
  ['csf', /^(?:(?:ALLOW|ALLOWDYN|DENY|LOGDROP)(?:IN|OUT)|LOCAL(?:IN|OUT)PUT)$/],
  ['fwknop', /^FWKNOP_/],
  ['psad', /^PSAD_/],
  ['Tailscale', /^ts-/],
  ['miniupnpd', /^MINIUPNPD/],
  ['libvirt', /^(?:LIBVIRT_|libvirt-|[FH][IOPJ]-)/],
  ['OpenStack', /^(?:neutron|nova)-/],
  ['ufw', /^ufw6?-/],
  ['firewalld', /^(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)_(?:direct|ZONES|POLICIES_)/],
  ['firewalld', /^(?:PRE|POST|IN|OUT|FWD|FWDI|FWDO)_.*_(?:pre|log|deny|allow|post)$/],
  ['OpenWrt', /^(?:zone_|(?:input|output|forwarding|prerouting|postrouting)_(?:.*_)?rule$)/],
  ['Shorewall', /^(?:dynamic|shorewall|tc(?:in|out|for|pre|post))$/],
];

/** The program that makes chains of such a name and looks after them itself; `undefined` when none is known to. */
export function programOfChain(name: string): string | undefined {
  return chains.find(([, names]) => names.test(name))?.[0];
}
