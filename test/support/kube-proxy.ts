/**
 * A rules file as kube-proxy's iptables mode leaves it on a node: two chains of indirection for every service, and a
 * quarter of the lines declarations. The same arguments always give the same text, and both back ends load it.
 *
 * There are `services * (2 + 4 * endpoints) + 8` lines: 10,000 services of three endpoints make 140,008 lines, 14.8 MB.
 * @param services How many services; up to 1,000,000 of them get an address.
 * @param endpoints How many pods stand behind each.
 */
export function kubeProxyRuleset(services: number, endpoints = 3): string {
  const all = Array.from({ length: services }, (_, index) => service(index, endpoints));
  return [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':KUBE-MARK-MASQ - [0:0]',
    ':KUBE-SERVICES - [0:0]',
    ...all.flatMap((one) => one.declarations),
    '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    '-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
    ...all.flatMap((one) => one.rules),
    'COMMIT',
    '',
  ].join('\n');
}

/** The lines of one service: its portal, the dice between its endpoints, and each endpoint's two rules. */
function service(index: number, endpoints: number): { declarations: string[]; rules: string[] } {
  const name = `ns-${String(index % 97).padStart(2, '0')}/app-${String(index).padStart(5, '0')}:web`;
  const chain = `KUBE-SVC-${hashedName(index + SERVICE_NAMES)}`;
  const declarations = [`:${chain} - [0:0]`];
  const portal = `-d ${address(CLUSTER_NETWORK + index)}/32 -p tcp -m comment --comment "${name} cluster IP" -m tcp --dport 80`;
  const rules = [`-A KUBE-SERVICES ${portal} -j ${chain}`];
  const backends: string[] = [];
  for (let turn = 0; turn < endpoints; turn++) {
    const number = index * endpoints + turn;
    const pod = address(POD_NETWORK + number);
    const endpoint = `KUBE-SEP-${hashedName(number)}`;
    declarations.push(`:${endpoint} - [0:0]`);
    // The last endpoint takes what the dice before it have left over.
    const chance = (1 / (endpoints - turn)).toFixed(11);
    const dice = turn === endpoints - 1 ? '' : ` -m statistic --mode random --probability ${chance}`;
    rules.push(`-A ${chain} -m comment --comment "${name} -> ${pod}:8080"${dice} -j ${endpoint}`);
    backends.push(
      `-A ${endpoint} -s ${pod}/32 -m comment --comment "${name}" -j KUBE-MARK-MASQ`,
      `-A ${endpoint} -p tcp -m comment --comment "${name}" -m tcp -j DNAT --to-destination ${pod}:8080`,
    );
  }
  return { declarations, rules: [...rules, ...backends] };
}

/** Just above 10.96.0.0, where kubeadm puts services, and 10.128.0.0, where OpenShift puts pods, as numbers. */
const CLUSTER_NETWORK = 0x0a600001;
const POD_NETWORK = 0x0a800001;

/** Services are named from here on, so that none shares its hash with an endpoint. */
const SERVICE_NAMES = 0x2545f491;

function address(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.');
}

/**
 * Sixteen characters of base 32 that look like the hashes kube-proxy names its chains by.
 * Multiplying by an odd number permutes the 32-bit numbers, so no two indices get the same first seven characters.
 */
function hashedName(index: number): string {
  const digits = [Math.imul(index + 1, 0x9e3779b1), Math.imul(index + 1, 0x85ebca6b), Math.imul(index + 1, 0xc2b2ae35)]
    .map((word) => base32(word >>> 0))
    .join('');
  return digits.slice(0, 16);
}

function base32(word: number): string {
  let text = '';
  for (let rest = word, digit = 0; digit < 7; digit++, rest = Math.floor(rest / 32)) text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[rest % 32];
  return text;
}
