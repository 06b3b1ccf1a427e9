/** One name of an ICMP type, or of a code of one. */
export interface IcmpName {
  readonly name: string;
  readonly type: number;
  /** The code; `undefined`: every code of the type. */
  readonly code?: number;
  /** Another spelling of the name before it. */
  readonly alias?: true;
  readonly en: string;
  readonly ja: string;
}

/** The type number that stands for every type (IPv4 only). */
export const ANY_TYPE = 255;

/** The names of ICMP for IPv4, in iptables' order (libxt_icmp.h, `icmp_codes`). */
export const icmpNames: readonly IcmpName[] = [
  { name: 'any', type: ANY_TYPE, en: 'every ICMP message', ja: 'すべての ICMP メッセージ' },
  { name: 'echo-reply', type: 0, en: 'the answer to a ping', ja: 'ping への応答' },
  { name: 'pong', type: 0, alias: true, en: 'the answer to a ping', ja: 'ping への応答' },
  {
    name: 'destination-unreachable',
    type: 3,
    en: 'a packet could not be delivered; path-MTU discovery needs these',
    ja: 'パケットを届けられないという通知(パス MTU 探索に必要)',
  },
  { name: 'network-unreachable', type: 3, code: 0, en: 'no route to the network', ja: 'ネットワークへの経路がない' },
  { name: 'host-unreachable', type: 3, code: 1, en: 'the host does not answer', ja: 'ホストに到達できない' },
  { name: 'protocol-unreachable', type: 3, code: 2, en: 'the host does not speak the protocol', ja: 'プロトコルに対応していない' },
  { name: 'port-unreachable', type: 3, code: 3, en: 'nothing listens on the port', ja: 'ポートで待ち受けていない' },
  {
    name: 'fragmentation-needed',
    type: 3,
    code: 4,
    en: 'the packet is too big for the path; never drop these',
    ja: 'パケットが経路に対して大きすぎる(破棄してはならない)',
  },
  { name: 'source-route-failed', type: 3, code: 5, en: 'the source route failed', ja: 'ソースルーティングの失敗' },
  { name: 'network-unknown', type: 3, code: 6, en: 'the network is not known', ja: 'ネットワークが不明' },
  { name: 'host-unknown', type: 3, code: 7, en: 'the host is not known', ja: 'ホストが不明' },
  {
    name: 'network-prohibited',
    type: 3,
    code: 9,
    en: 'the network is administratively prohibited',
    ja: 'ネットワークへの通信が管理上禁止されている',
  },
  { name: 'host-prohibited', type: 3, code: 10, en: 'the host is administratively prohibited', ja: 'ホストへの通信が管理上禁止されている' },
  {
    name: 'TOS-network-unreachable',
    type: 3,
    code: 11,
    en: 'the network is unreachable for the TOS',
    ja: 'その TOS ではネットワークに到達できない',
  },
  { name: 'TOS-host-unreachable', type: 3, code: 12, en: 'the host is unreachable for the TOS', ja: 'その TOS ではホストに到達できない' },
  { name: 'communication-prohibited', type: 3, code: 13, en: 'a firewall refused the packet', ja: 'ファイアウォールが拒否した' },
  { name: 'host-precedence-violation', type: 3, code: 14, en: 'the precedence is not permitted', ja: '優先度が許可されていない' },
  { name: 'precedence-cutoff', type: 3, code: 15, en: 'the precedence is below the limit', ja: '優先度が下限を下回っている' },
  { name: 'source-quench', type: 4, en: 'send more slowly (obsolete)', ja: '送信速度を下げる要求(廃止)' },
  { name: 'redirect', type: 5, en: 'a router names a better route', ja: 'より良い経路の通知' },
  { name: 'network-redirect', type: 5, code: 0, en: 'a better route for the network', ja: 'ネットワークへのより良い経路' },
  { name: 'host-redirect', type: 5, code: 1, en: 'a better route for the host', ja: 'ホストへのより良い経路' },
  {
    name: 'TOS-network-redirect',
    type: 5,
    code: 2,
    en: 'a better route for the network and TOS',
    ja: 'ネットワークと TOS に対するより良い経路',
  },
  { name: 'TOS-host-redirect', type: 5, code: 3, en: 'a better route for the host and TOS', ja: 'ホストと TOS に対するより良い経路' },
  { name: 'echo-request', type: 8, en: 'a ping', ja: 'ping の要求' },
  { name: 'ping', type: 8, alias: true, en: 'a ping', ja: 'ping の要求' },
  { name: 'router-advertisement', type: 9, en: 'a router announces itself', ja: 'ルーターの広告' },
  { name: 'router-solicitation', type: 10, en: 'a host asks for routers', ja: 'ルーターの要請' },
  { name: 'time-exceeded', type: 11, en: 'the time to live ran out; traceroute needs these', ja: 'TTL の超過(traceroute に必要)' },
  {
    name: 'ttl-exceeded',
    type: 11,
    alias: true,
    en: 'the time to live ran out; traceroute needs these',
    ja: 'TTL の超過(traceroute に必要)',
  },
  { name: 'ttl-zero-during-transit', type: 11, code: 0, en: 'the time to live ran out on the way', ja: '転送中の TTL 超過' },
  { name: 'ttl-zero-during-reassembly', type: 11, code: 1, en: 'fragments did not arrive in time', ja: '再構成中の時間超過' },
  { name: 'parameter-problem', type: 12, en: 'a header is wrong', ja: 'ヘッダーの誤り' },
  { name: 'ip-header-bad', type: 12, code: 0, en: 'the IP header is wrong', ja: 'IP ヘッダーの誤り' },
  { name: 'required-option-missing', type: 12, code: 1, en: 'a required option is missing', ja: '必要なオプションがない' },
  { name: 'timestamp-request', type: 13, en: 'asks for the time', ja: 'タイムスタンプの要求' },
  { name: 'timestamp-reply', type: 14, en: 'tells the time', ja: 'タイムスタンプの応答' },
  { name: 'address-mask-request', type: 17, en: 'asks for the network mask (obsolete)', ja: 'アドレスマスクの要求(廃止)' },
  { name: 'address-mask-reply', type: 18, en: 'tells the network mask (obsolete)', ja: 'アドレスマスクの応答(廃止)' },
];

/** The names of ICMPv6, in iptables' order (libxt_icmp.h, `icmpv6_codes`). */
export const icmpv6Names: readonly IcmpName[] = [
  { name: 'destination-unreachable', type: 1, en: 'a packet could not be delivered', ja: 'パケットを届けられないという通知' },
  { name: 'no-route', type: 1, code: 0, en: 'no route to the destination', ja: '宛先への経路がない' },
  { name: 'communication-prohibited', type: 1, code: 1, en: 'a firewall refused the packet', ja: 'ファイアウォールが拒否した' },
  {
    name: 'beyond-scope',
    type: 1,
    code: 2,
    en: 'the destination is beyond the scope of the source address',
    ja: '宛先が送信元アドレスのスコープ外',
  },
  { name: 'address-unreachable', type: 1, code: 3, en: 'the host does not answer', ja: 'アドレスに到達できない' },
  { name: 'port-unreachable', type: 1, code: 4, en: 'nothing listens on the port', ja: 'ポートで待ち受けていない' },
  { name: 'failed-policy', type: 1, code: 5, en: 'the source address failed a policy', ja: '送信元アドレスがポリシーに反する' },
  { name: 'reject-route', type: 1, code: 6, en: 'the route rejects packets', ja: '拒否する経路' },
  {
    name: 'packet-too-big',
    type: 2,
    en: 'the packet is too big for the path; never drop these',
    ja: 'パケットが経路に対して大きすぎる(破棄してはならない)',
  },
  { name: 'time-exceeded', type: 3, en: 'the hop limit ran out; traceroute needs these', ja: 'ホップリミットの超過(traceroute に必要)' },
  {
    name: 'ttl-exceeded',
    type: 3,
    alias: true,
    en: 'the hop limit ran out; traceroute needs these',
    ja: 'ホップリミットの超過(traceroute に必要)',
  },
  { name: 'ttl-zero-during-transit', type: 3, code: 0, en: 'the hop limit ran out on the way', ja: '転送中のホップリミット超過' },
  { name: 'ttl-zero-during-reassembly', type: 3, code: 1, en: 'fragments did not arrive in time', ja: '再構成中の時間超過' },
  { name: 'parameter-problem', type: 4, en: 'a header is wrong', ja: 'ヘッダーの誤り' },
  { name: 'bad-header', type: 4, code: 0, en: 'a header field is wrong', ja: 'ヘッダーのフィールドの誤り' },
  { name: 'unknown-header-type', type: 4, code: 1, en: 'a header type is not known', ja: '不明なヘッダータイプ' },
  { name: 'unknown-option', type: 4, code: 2, en: 'an option is not known', ja: '不明なオプション' },
  { name: 'echo-request', type: 128, en: 'a ping', ja: 'ping の要求' },
  { name: 'ping', type: 128, alias: true, en: 'a ping', ja: 'ping の要求' },
  { name: 'echo-reply', type: 129, en: 'the answer to a ping', ja: 'ping への応答' },
  { name: 'pong', type: 129, alias: true, en: 'the answer to a ping', ja: 'ping への応答' },
  { name: 'mld-listener-query', type: 130, en: 'a router asks for multicast listeners', ja: 'マルチキャストリスナーの照会' },
  { name: 'mld-listener-report', type: 131, en: 'a host listens to a multicast group', ja: 'マルチキャストリスナーの報告' },
  { name: 'mld-listener-done', type: 132, en: 'a host leaves a multicast group', ja: 'マルチキャストリスナーの終了' },
  { name: 'mld-listener-reduction', type: 132, alias: true, en: 'a host leaves a multicast group', ja: 'マルチキャストリスナーの終了' },
  { name: 'router-solicitation', type: 133, en: 'a host asks for routers; IPv6 needs it', ja: 'ルーターの要請(IPv6 に必要)' },
  { name: 'router-advertisement', type: 134, en: 'a router announces itself; IPv6 needs it', ja: 'ルーターの広告(IPv6 に必要)' },
  {
    name: 'neighbour-solicitation',
    type: 135,
    en: 'asks for a link-layer address, as ARP does; IPv6 needs it',
    ja: '近隣要請(ARP に相当、IPv6 に必要)',
  },
  {
    name: 'neighbor-solicitation',
    type: 135,
    alias: true,
    en: 'asks for a link-layer address, as ARP does; IPv6 needs it',
    ja: '近隣要請(ARP に相当、IPv6 に必要)',
  },
  {
    name: 'neighbour-advertisement',
    type: 136,
    en: 'tells a link-layer address, as ARP does; IPv6 needs it',
    ja: '近隣広告(ARP に相当、IPv6 に必要)',
  },
  {
    name: 'neighbor-advertisement',
    type: 136,
    alias: true,
    en: 'tells a link-layer address, as ARP does; IPv6 needs it',
    ja: '近隣広告(ARP に相当、IPv6 に必要)',
  },
  { name: 'redirect', type: 137, en: 'a router names a better route', ja: 'より良い経路の通知' },
];
