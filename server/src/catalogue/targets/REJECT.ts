import { rejectType, rejectTypeName } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

export const REJECTTarget: TargetSpec = {
  kind: 'target',
  name: 'REJECT',
  verdict: 'drop',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Discards the packet and tells the sender, by an ICMP error or a TCP reset.',
    ja: 'パケットを破棄し、ICMP エラーまたは TCP リセットで送信側に知らせます。',
  },
  doc: {
    en: [
      'Without an option the answer is "port unreachable". For TCP, `tcp-reset` looks like a closed port and ends the attempt at once; it needs `-p tcp`.',
      'Drop packets in the state INVALID before a general `REJECT`: an answer to a late retransmission can kill a healthy connection. No answer is ever sent to an ICMP error, nor to broadcasts and later fragments.',
    ].join('\n\n'),
    ja: [
      'オプションを省略すると「ポート到達不能」を返します。TCP では `tcp-reset` を使うと閉じたポートのように見え、相手の試行はすぐに終わります。これには `-p tcp` が必要です。',
      '全般的な `REJECT` の前に、状態が INVALID のパケットを `DROP` してください。遅れて届いた再送に応答すると、正常なコネクションが切れることがあります。ICMP エラー、ブロードキャスト、2 つ目以降のフラグメントには応答しません。',
    ].join('\n\n'),
  },
  tables: ['filter'],
  chains: ['INPUT', 'FORWARD', 'OUTPUT'],
  options: [
    {
      name: 'reject-with',
      values: [{ type: rejectType, label: 'type', sample: 'icmp-port-unreachable' }],
      families: ['ipv4'],
      inOtherFamily: {
        'icmp-port-unreachable': ['icmp6-port-unreachable'],
        'icmp-net-unreachable': ['icmp6-no-route'],
        'icmp-host-unreachable': ['icmp6-addr-unreachable'],
        'tcp-reset': ['tcp-reset'],
        // IPv6 has one code for all that is prohibited, and none for a protocol (RFC 792, RFC 4443 section 3.1).
        'icmp-admin-prohibited': ['icmp6-adm-prohibited'],
        'icmp-host-prohibited': ['icmp6-adm-prohibited'],
        'icmp-net-prohibited': ['icmp6-adm-prohibited'],
      },
      doc: {
        en: 'The answer: `icmp-net-unreachable`, `icmp-host-unreachable`, `icmp-port-unreachable` (the default), `icmp-proto-unreachable`, `icmp-net-prohibited`, `icmp-host-prohibited`, `icmp-admin-prohibited`, or `tcp-reset` with `-p tcp`. A beginning of the word is enough.',
        ja: '返す応答です。`icmp-net-unreachable`、`icmp-host-unreachable`、`icmp-port-unreachable`(既定)、`icmp-proto-unreachable`、`icmp-net-prohibited`、`icmp-host-prohibited`、`icmp-admin-prohibited` のほか、`-p tcp` があれば `tcp-reset` を使えます。語の先頭だけでも構いません。',
      },
    },
    {
      name: 'reject-with',
      values: [{ type: rejectType, label: 'type', sample: 'icmp6-port-unreachable' }],
      families: ['ipv6'],
      inOtherFamily: {
        'icmp6-port-unreachable': ['icmp-port-unreachable'],
        'icmp6-no-route': ['icmp-net-unreachable'],
        'icmp6-addr-unreachable': ['icmp-host-unreachable'],
        'icmp6-adm-prohibited': ['icmp-admin-prohibited'],
        'tcp-reset': ['tcp-reset'],
      },
      doc: {
        en: 'The answer: `icmp6-no-route`, `icmp6-adm-prohibited`, `icmp6-addr-unreachable`, `icmp6-port-unreachable` (the default), `icmp6-policy-fail`, `icmp6-reject-route`, or `tcp-reset` with `-p tcp`. A beginning of the word is enough.',
        ja: '返す応答です。`icmp6-no-route`、`icmp6-adm-prohibited`、`icmp6-addr-unreachable`、`icmp6-port-unreachable`(既定)、`icmp6-policy-fail`、`icmp6-reject-route` のほか、`-p tcp` があれば `tcp-reset` を使えます。語の先頭だけでも構いません。',
      },
    },
  ],
  check: resetNeedsTcp,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp -j REJECT --reject-with tcp-reset', '-A INPUT -p udp -j REJECT --reject-with icmp-port-unreachable'],
      family: 'ipv4',
      title: { en: 'Answer as a host without services would', ja: 'サービスのないホストと同じように応答する' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp -j REJECT --reject-with tcp-reset', '-A INPUT -p udp -j REJECT --reject-with icmp6-port-unreachable'],
      family: 'ipv6',
      title: { en: 'Answer as a host without services would', ja: 'サービスのないホストと同じように応答する' },
    },
  ],
  source: {
    man: 'REJECT',
    file: 'extensions/libipt_REJECT.c, extensions/libip6t_REJECT.c',
    kernel: 'net/ipv4/netfilter/ipt_REJECT.c, net/ipv6/netfilter/ip6t_REJECT.c',
  },
};

/** `reject_tg_check`: a reset answers TCP only, so the rule must match nothing else. */
function resetNeedsTcp(use: ExtensionUse): readonly UseFault[] {
  if (use.protocol === 6 && !use.protocolInverted) return [];
  const type = use.options.find((option) => option.name === 'reject-with')?.values[0];
  if (type === undefined || rejectTypeName(type, use.family) !== 'tcp-reset') return [];
  return [
    {
      option: 'reject-with',
      value: 0,
      message: {
        en: 'A TCP reset can only answer TCP: the rule needs `-p tcp`, not inverted.',
        ja: 'TCP リセットで応答できるのは TCP だけです。ルールに `-p tcp` が必要です(反転は不可)。',
      },
      refusal: use.family === 'ipv4' ? 'TCP_RESET invalid for non-tcp' : 'TCP_RESET illegal for non-tcp',
    },
  ];
}
