import type { ExtensionUse, OptionUse, UseFault } from './schema';

/** The protocols whose ports (ICMP: whose query id) NAT can rewrite: `__NAT_parse` in iptables' libxt_NAT.c. */
const protocolsWithPorts: ReadonlySet<number> = new Set([1, 6, 17, 33, 132]);

/** iptables' own words for a port in a rule whose `-p` has none. */
const refusal = 'Need TCP, UDP, SCTP or DCCP with port specification';

/**
 * What is against the port part of a NAT option: it needs a `-p` with ports, which must stand before it.
 * `! -p tcp` passes: iptables looks at the number alone.
 * @param names The options that can hold ports.
 * @param addressed Their value begins with an address (`--to-destination`); otherwise it is nothing but ports (`--to-ports`).
 */
export function portFaults(use: ExtensionUse, names: readonly string[], addressed: boolean): readonly UseFault[] {
  const faults: UseFault[] = [];
  if (use.protocol !== undefined && protocolsWithPorts.has(use.protocol)) return faults;
  for (const option of use.options) {
    if (!names.includes(option.name)) continue;
    const value = option.values[0];
    if (value === undefined || (addressed && portPart(value) === undefined)) continue;
    faults.push({
      option: option.name,
      value: 0,
      message: {
        en: 'A port needs a protocol that has ports: write `-p tcp`, `-p udp`, `-p sctp` or `-p dccp` before the target.',
        ja: 'ポートを書くには、ポートを持つプロトコルの指定が必要です。ターゲットより前に `-p tcp`、`-p udp`、`-p sctp`、`-p dccp` のいずれかを書いてください。',
      },
      refusal,
    });
  }
  return faults;
}

/**
 * What is against the base port of a range (`80-90/8080`) where the target keeps none:
 * REDIRECT refuses it, SNAT and MASQUERADE load it as `/0`.
 */
export function basePortFaults(use: ExtensionUse, name: string, addressed: boolean, words?: string): readonly UseFault[] {
  const option: OptionUse | undefined = use.options.find((one) => one.name === name);
  const value = option?.values[0];
  if (value === undefined) return [];
  const ports = addressed ? portPart(value) : value;
  if (ports === undefined || !ports.includes('/')) return [];
  return [
    {
      option: name,
      value: 0,
      message:
        words === undefined
          ? {
              en: 'Only DNAT takes a base port: here it is lost, and the rule loads with `/0`. Leave out the part from the slash on.',
              ja: '基準ポートを使えるのは DNAT だけです。ここでは失われ、`/0` として読み込まれます。スラッシュから後ろを消してください。',
            }
          : {
              en: 'Only DNAT takes a base port. Leave out the part from the slash on.',
              ja: '基準ポートを使えるのは DNAT だけです。スラッシュから後ろを消してください。',
            },
      ...(words === undefined ? {} : { refusal: words }),
    },
  ];
}

/**
 * The part behind the colon that iptables takes for ports: a single colon outside brackets; two colons are an IPv6 address.
 * From `parse_to` in libxt_NAT.c.
 */
function portPart(value: string): string | undefined {
  const open = value.indexOf('[');
  if (open >= 0) {
    const close = value.indexOf(']', open);
    const colon = close < 0 ? -1 : value.indexOf(':', close);
    return colon < 0 ? undefined : value.slice(colon + 1);
  }
  const colon = value.indexOf(':');
  if (colon < 0 || value.indexOf(':', colon + 1) >= 0) return undefined;
  return value.slice(colon + 1);
}
