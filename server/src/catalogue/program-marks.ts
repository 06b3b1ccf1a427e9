/** A program that gives packets marks of its own, outside of the rules that ask for them. */
interface MarkingProgram {
  readonly name: string;
  /** How the names of its chains begin. */
  readonly chains: readonly string[];
  /** Marks it is known by, with the mask that its rules ask with. */
  readonly marks: readonly { readonly value: number; readonly mask: number }[];
}

const allBits = 0xffffffff;
const bits = (...values: readonly number[]) => values.map((value) => ({ value, mask: value }));
const masked = (mask: number, ...values: readonly number[]) => values.map((value) => ({ value, mask }));

/**
 * Programs whose marks come from elsewhere: from a socket, from eBPF, from rules that another part of them loads. Sources: the
 * programs' own documentation and defaults (kubelet's `--iptables-masquerade-bit` 14 and `--iptables-drop-bit` 15, wg-quick(8)).
 */
const programs: readonly MarkingProgram[] = [
  { name: 'Kubernetes', chains: ['KUBE-'], marks: bits(0x4000, 0x8000) },
  { name: 'the portmap plugin of CNI', chains: ['CNI-'], marks: bits(0x2000) },
  { name: 'Calico', chains: ['cali-'], marks: bits(0x10000, 0x20000, 0x40000, 0x80000) },
  { name: 'Cilium', chains: ['CILIUM_'], marks: masked(0xf00, 0x200, 0xa00, 0xb00, 0xc00, 0xd00, 0xe00) },
  { name: 'Weave Net', chains: ['WEAVE'], marks: bits(0x20000, 0x40000) },
  { name: 'Istio', chains: ['ISTIO_'], marks: masked(allBits, 1337) },
  { name: 'the CNI plugin of Amazon VPC', chains: ['AWS-'], marks: bits(0x80) },
  { name: 'OpenStack Neutron', chains: ['neutron-'], marks: [] },
  { name: 'Tailscale', chains: ['ts-'], marks: masked(0xff0000, 0x40000, 0x80000) },
  { name: 'wg-quick', chains: [], marks: masked(allBits, 51820) },
  { name: 'mwan3', chains: ['mwan3_'], marks: [] },
];

/** Whether a mark that is asked for, or the chain that asks, belongs to a program that sets it by itself. */
export function isMarkOfProgram(chain: string, value: number, mask: number): boolean {
  return programs.some(
    ({ chains, marks }) =>
      chains.some((start) => chain.startsWith(start)) || marks.some((mark) => mark.value === value && mark.mask === mask),
  );
}
