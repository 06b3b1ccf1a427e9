import { outputInterface, singleAddress } from '../../values';
import type { ExtensionUse, OptionSpec, TargetSpec, UseFault } from '../schema';

const gateway: Pick<OptionSpec, 'name' | 'required' | 'doc'> = {
  name: 'gateway',
  required: true,
  doc: {
    en: 'The host that gets the copy. It must be reachable without a router between.',
    ja: '複製を受け取るホストです。ルーターを介さずに届く必要があります。',
  },
};

export const TEETarget: TargetSpec = {
  kind: 'target',
  name: 'TEE',
  verdict: 'continue',
  onlyTells: true,
  // The copy that is sent out has the mark of the packet (`nf_dup_ipv4` in the kernel's nf_dup_ipv4.c).
  reads: ['mark'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Sends a copy of the packet to another host and goes on with the next rule.',
    ja: 'パケットの複製を別のホストに送り、次のルールに進みます。',
  },
  doc: {
    en: 'For a monitor in the same local network. The copy keeps its addresses; only the next hop is another. Copies are not tracked.',
    ja: '同じローカルネットワーク内の監視装置などに使います。複製のアドレスはそのままで、次の転送先だけが変わります。複製は追跡されません。',
  },
  options: [
    { ...gateway, values: [{ type: singleAddress, label: 'address', sample: '192.0.2.200' }], families: ['ipv4'] },
    { ...gateway, values: [{ type: singleAddress, label: 'address', sample: '2001:db8::200' }], families: ['ipv6'] },
    {
      name: 'oif',
      values: [{ type: outputInterface, label: 'interface', sample: 'eth1' }],
      doc: { en: 'The interface to send the copy by.', ja: '複製を送り出すインターフェースです。' },
    },
  ],
  check: gatewayIsSome,
  examples: [
    {
      table: 'mangle',
      rules: ['-A PREROUTING -i eth0 -j TEE --gateway 192.0.2.200', '-A PREROUTING -i eth2 -j TEE --gateway 192.0.2.200 --oif eth1'],
      family: 'ipv4',
      title: { en: 'Copy all that comes in to a monitor', ja: '届くパケットすべてを監視装置に複製する' },
    },
    {
      table: 'mangle',
      rules: ['-A PREROUTING -i eth0 -j TEE --gateway 2001:db8::200', '-A PREROUTING -i eth2 -j TEE --gateway 2001:db8::200 --oif eth1'],
      family: 'ipv6',
      title: { en: 'Copy all that comes in to a monitor', ja: '届くパケットすべてを監視装置に複製する' },
    },
  ],
  source: { man: 'TEE', file: 'extensions/libxt_TEE.c', kernel: 'net/netfilter/xt_TEE.c' },
  since: 'Linux 2.6.35',
};

/** `tee_tg_check`: the unspecified address is no gateway. */
function gatewayIsSome(use: ExtensionUse): readonly UseFault[] {
  const value = use.options.find((option) => option.name === 'gateway')?.values[0];
  if (value === undefined || !isUnspecified(value)) return [];
  return [
    {
      option: 'gateway',
      value: 0,
      message: {
        en: 'This address is no host: write the address of the one that gets the copy.',
        ja: 'このアドレスはホストを表しません。複製を受け取るホストのアドレスを書いてください。',
      },
      refusal: 'Invalid argument',
    },
  ];
}

function isUnspecified(address: string): boolean {
  return /^0+(?:(?:\.0+){0,3}|(?::0+){7})$/.test(address) || (/^[0:]+$/.test(address) && address.includes('::'));
}
