import { mss, parseTcpFlags, TcpFlag } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

export const TCPMSSTarget: TargetSpec = {
  kind: 'target',
  name: 'TCPMSS',
  verdict: 'continue',
  changes: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Lowers the maximum segment size that a TCP connection announces.',
    ja: 'TCP コネクションが通知する最大セグメントサイズ(MSS)を下げます。',
  },
  doc: {
    en: [
      'The cure for lines with a small MTU (PPPoE, tunnels) behind which ICMP "fragmentation needed" gets lost: small pages load, large ones hang.',
      'The size stands in SYN packets, so the rule needs `-p tcp` and `--tcp-flags SYN,RST SYN` (or `--syn`). The legacy back end refuses it otherwise; nft loads it.',
    ].join('\n\n'),
    ja: [
      'MTU の小さい回線(PPPoE、トンネル)で、ICMP の「要フラグメント」が届かない場合の対策です。小さなページは開けるのに、大きなデータで止まるという症状に効きます。',
      'サイズは SYN パケットに書かれているため、ルールには `-p tcp` と `--tcp-flags SYN,RST SYN`(または `--syn`)が必要です。ないと legacy バックエンドは拒否し、nft は読み込みます。',
    ].join('\n\n'),
  },
  protocols: ['tcp'],
  protocolRefusal: 'Invalid argument',
  options: [
    {
      name: 'set-mss',
      values: [{ type: mss, label: 'bytes', sample: '1400' }],
      doc: {
        en: 'Lowers the announced segment size to this value; a smaller one stays.',
        ja: '通知されるセグメントサイズをこの値に下げます。これより小さい場合はそのままです。',
      },
    },
    {
      name: 'clamp-mss-to-pmtu',
      values: [],
      chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
      doc: {
        en: "Lowers it to what fits the path: the path's MTU minus 40 (IPv4) or 60 (IPv6).",
        ja: '経路に収まる値(経路 MTU から IPv4 では 40、IPv6 では 60 を引いた値)に下げます。',
      },
    },
  ],
  groups: [
    {
      options: ['set-mss', 'clamp-mss-to-pmtu'],
      count: 'at-least-one',
      refusal: 'TCPMSS target: At least one parameter is required',
    },
  ],
  check: checkTCPMSS,
  examples: [
    {
      table: 'mangle',
      rules: ['-A FORWARD -o ppp0 -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu'],
      title: { en: 'Fit connections to a PPPoE line', ja: 'コネクションを PPPoE 回線に合わせる' },
    },
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -o tun0 -p tcp -m tcp --syn -j TCPMSS --set-mss 1300'],
      title: { en: 'A fixed size for a tunnel', ja: 'トンネル用に固定の値を使う' },
    },
  ],
  source: { man: 'TCPMSS', file: 'extensions/libxt_TCPMSS.c', kernel: 'net/netfilter/xt_TCPMSS.c' },
};

/** `find_syn_match` in the kernel looks for a tcp match that has SYN set; the nft back end's way into the kernel skips it. */
function checkTCPMSS(use: ExtensionUse): readonly UseFault[] {
  const faults: UseFault[] = [];
  if (use.protocol === 6 && !use.protocolInverted && !use.matches.some(matchesSyn)) {
    faults.push({
      message: {
        en: 'The segment size stands in SYN packets: the legacy back end wants `--tcp-flags SYN,RST SYN` or `--syn` in the rule, not inverted.',
        ja: 'セグメントサイズは SYN パケットに書かれています。legacy バックエンドでは、ルールに `--tcp-flags SYN,RST SYN` か `--syn` が必要です(反転は不可)。',
      },
      refusal: 'Only works on TCP SYN packets',
      backEnd: 'legacy',
    });
  }
  const sizes = use.options.filter((option) => option.name === 'set-mss' || option.name === 'clamp-mss-to-pmtu');
  for (const option of sizes.slice(0, -1)) {
    faults.push({
      option: option.name,
      message: {
        en: 'The two options exclude each other: the later one takes the place of this one.',
        ja: 'この 2 つのオプションは一緒に使えません。後に書いたものだけが有効になります。',
      },
      severity: 'warning',
    });
  }
  return faults;
}

function matchesSyn(match: ExtensionUse['matches'][number]): boolean {
  if (match.name !== 'tcp') return false;
  return match.options.some((option) => {
    if (option.inverted) return false;
    return option.name === 'syn' || (option.name === 'tcp-flags' && ((parseTcpFlags(option.values[1] ?? '') ?? 0) & TcpFlag.SYN) !== 0);
  });
}
