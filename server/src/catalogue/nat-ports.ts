import { parseNatTarget } from '../values';
import type { NatPorts } from '../values/redirect-ports';
import { parseNatPorts } from '../values/redirect-ports';
import type { ExtensionUse, UseFault } from './schema';

/** An option of a NAT target that can hold ports. */
interface PortOption {
  readonly name: string;
  /** Its value begins with an address (`--to-destination`); otherwise it is nothing but ports (`--to-ports`). */
  readonly addressed: boolean;
}

/** The protocols whose ports (ICMP: whose query id) NAT can rewrite: `__NAT_parse` in iptables' libxt_NAT.c. */
const protocolsWithPorts: ReadonlySet<number> = new Set([1, 6, 17, 33, 132]);

/**
 * What is against the ports of a NAT option: they need a `-p` that has ports, and it must stand before them.
 * `! -p tcp` passes: iptables looks at the number alone.
 */
export function portFaults(use: ExtensionUse, option: PortOption): readonly UseFault[] {
  const protocol = use.options.find((one) => one.name === option.name)?.protocol;
  if (protocol !== undefined && protocolsWithPorts.has(protocol)) return [];
  if (portsOf(use, option)?.ports === undefined) return [];
  return [
    {
      option: option.name,
      value: 0,
      message: {
        en: 'A port needs a protocol that has ports: write `-p tcp`, `-p udp`, `-p sctp` or `-p dccp` before the target.',
        ja: 'ポートを書くには、ポートを持つプロトコルの指定が必要です。ターゲットより前に `-p tcp`、`-p udp`、`-p sctp`、`-p dccp` のいずれかを書いてください。',
      },
      refusal: 'Need TCP, UDP, SCTP or DCCP with port specification',
    },
  ];
}

/**
 * What is against the base port of a range (`80-90/8080`), which only DNAT keeps.
 * @param refusal iptables' words where it refuses one (REDIRECT); `undefined`: it loads as `/0` (SNAT, MASQUERADE).
 */
export function basePortFaults(use: ExtensionUse, option: PortOption, refusal?: string): readonly UseFault[] {
  if (portsOf(use, option)?.basePort === undefined) return [];
  const lost = refusal === undefined;
  return [
    {
      option: option.name,
      value: 0,
      message: {
        en: lost
          ? 'Only DNAT takes a base port: here it is lost, and the rule loads with `/0`. Leave out the part from the slash on.'
          : 'Only DNAT takes a base port. Leave out the part from the slash on.',
        ja: lost
          ? '基準ポートを使えるのは DNAT だけです。ここでは失われ、`/0` として読み込まれます。スラッシュから後ろを消してください。'
          : '基準ポートを使えるのは DNAT だけです。スラッシュから後ろを消してください。',
      },
      ...(refusal === undefined ? {} : { refusal }),
    },
  ];
}

function portsOf(use: ExtensionUse, option: PortOption): NatPorts | undefined {
  const value = use.options.find((one) => one.name === option.name)?.values[0];
  if (value === undefined) return undefined;
  return option.addressed ? parseNatTarget(value, use.family) : parseNatPorts(value, 0);
}
