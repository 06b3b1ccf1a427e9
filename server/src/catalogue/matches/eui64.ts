import type { MatchSpec } from '../schema';

/** Addresses made from MAC addresses. Facts: libip6t_eui64.c, the hooks of `eui64_mt6_reg` in the kernel's ip6t_eui64.c. */
export const eui64Match: MatchSpec = {
  kind: 'match',
  name: 'eui64',
  steady: true,
  families: ['ipv6'],
  chains: ['PREROUTING', 'INPUT', 'FORWARD'],
  summary: {
    en: 'Matches packets whose IPv6 source address was made from the MAC address of the sender.',
    ja: 'IPv6 送信元アドレスの下位 64 ビットが、送信元の MAC アドレスから作られたパケットに一致します。',
  },
  doc: {
    en: 'The lower 64 bits of the source address are compared with the Ethernet source address in its EUI-64 form. Hosts with privacy addresses (nearly all of today’s) do not match, nor does anything that came through a router. It has no options, and takes no `!`.',
    ja: '送信元アドレスの下位 64 ビットを、イーサネットの送信元アドレスから作った EUI-64 と比べます。プライバシーアドレスを使うホスト(現在ではほとんど)や、ルーターを経由したパケットには一致しません。オプションはなく、`!` も付けられません。',
  },
  options: [],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -i eth0 -m eui64 -j ACCEPT'],
      family: 'ipv6',
      title: {
        en: 'Neighbours with addresses made from their network cards',
        ja: 'MAC アドレスから作ったアドレスを使う隣接ホストを許可します',
      },
    },
  ],
  source: { man: 'eui64', file: 'extensions/libip6t_eui64.c', kernel: 'net/ipv6/netfilter/ip6t_eui64.c' },
};
