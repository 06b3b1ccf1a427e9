import { unsignedInteger } from '../../values';
import { scanUnsigned } from '../../values/scan';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const number = (id: string, en: string, ja: string) => unsignedInteger({ id, max: 4294967295, doc: { en, ja } });

export const SYNPROXYTarget: TargetSpec = {
  kind: 'target',
  name: 'SYNPROXY',
  // It answers SYN packets itself and ends their walk; other packets go on. What becomes of them is up to the proxy.
  verdict: 'queue',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Answers TCP connection attempts in place of the server, with SYN cookies.',
    ja: 'サーバーに代わり、SYN クッキーを使って TCP の接続要求に応答します。',
  },
  doc: {
    en: [
      'Only clients that finish the handshake reach the server. It takes three steps: `CT --notrack` for SYN packets in raw, this target for the states INVALID and UNTRACKED in filter, then a rule that drops INVALID; and `net.netfilter.nf_conntrack_tcp_loose` must be 0.',
      'Size, scale and options must be those of the server behind. Kernels since 4.4 stand SYN floods well without it.',
    ].join('\n\n'),
    ja: [
      'ハンドシェイクを終えたクライアントだけがサーバーに届きます。必要なのは 3 つの手順で、raw で SYN パケットに `CT --notrack` を、filter で状態が INVALID と UNTRACKED のものにこのターゲットを適用し、そのあとで INVALID を破棄します。`net.netfilter.nf_conntrack_tcp_loose` は 0 にしておきます。',
      'サイズ、スケール、オプションは背後のサーバーに合わせます。4.4 以降のカーネルは、これがなくても SYN フラッドによく耐えます。',
    ].join('\n\n'),
  },
  chains: ['INPUT', 'FORWARD'],
  protocols: ['tcp'],
  protocolRefusal: 'Invalid argument',
  options: [
    {
      name: 'sack-perm',
      values: [],
      doc: {
        en: "Passes the client's offer of selective acknowledgement on to the server.",
        ja: 'クライアントの選択確認応答の申し出をサーバーに伝えます。',
      },
    },
    {
      name: 'timestamp',
      values: [],
      doc: {
        en: 'Passes timestamps on; selective acknowledgement and window scaling need them. (The man page spells it `--timestamps`, which is refused.)',
        ja: 'タイムスタンプを伝えます。選択確認応答とウィンドウスケールに必要です。(マニュアルにある `--timestamps` は拒否されます。)',
      },
    },
    {
      name: 'wscale',
      values: [{ type: number('synproxy-wscale', 'A window scale, 0 to 14', 'ウィンドウスケール(0～14)'), label: 'scale', sample: '7' }],
      doc: {
        en: "The window scale told to clients: the server's.",
        ja: 'クライアントに伝えるウィンドウスケールです。サーバーの値に合わせます。',
      },
    },
    {
      name: 'mss',
      values: [
        {
          type: number('synproxy-mss', 'A segment size in bytes, up to 65535', 'セグメントサイズのバイト数(最大 65535)'),
          label: 'bytes',
          sample: '1460',
        },
      ],
      doc: {
        en: "The segment size told to clients: the server's.",
        ja: 'クライアントに伝えるセグメントサイズです。サーバーの値に合わせます。',
      },
    },
    {
      name: 'ecn',
      values: [],
      doc: { en: 'Passes explicit congestion notification on.', ja: '明示的輻輳通知(ECN)を伝えます。' },
    },
  ],
  check: checkSYNPROXY,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -i eth0 -p tcp -m tcp --dport 80 -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --sack-perm --timestamp --wscale 7 --mss 1460 --ecn',
        '-A INPUT -i eth0 -p tcp -m tcp --dport 80 -m conntrack --ctstate INVALID -j DROP',
      ],
      title: {
        en: 'Guard a web server (its SYN packets are untracked in raw)',
        ja: 'Web サーバーを守る(SYN パケットは raw で追跡の対象から外しておく)',
      },
    },
  ],
  source: {
    man: 'SYNPROXY',
    file: 'extensions/libxt_SYNPROXY.c',
    kernel: 'net/ipv4/netfilter/ipt_SYNPROXY.c, net/ipv6/netfilter/ip6t_SYNPROXY.c',
  },
  since: 'Linux 3.12',
};

/** iptables reads 32 bits and keeps 8 of the scale, 16 of the size (libxt_SYNPROXY.c, `SYNPROXY_parse`). */
function checkSYNPROXY(use: ExtensionUse): readonly UseFault[] {
  const faults: UseFault[] = [];
  for (const option of use.options) {
    const kept = option.name === 'wscale' ? 256 : option.name === 'mss' ? 65536 : 0;
    const word = option.values[0] ?? '';
    const value = scanUnsigned(word, 0, word.length);
    if (kept === 0 || value < 0) continue;
    if (value >= kept) {
      faults.push({
        option: option.name,
        value: 0,
        message: {
          en: `${value} does not fit: iptables loads ${value % kept}. The largest value is ${kept - 1}.`,
          ja: `${value} は収まらず、${value % kept} として読み込まれます。最大は ${kept - 1} です。`,
        },
      });
    } else if (option.name === 'wscale' && value > 14) {
      faults.push({
        option: option.name,
        value: 0,
        message: { en: 'TCP knows window scales up to 14.', ja: 'TCP のウィンドウスケールは 14 までです。' },
        severity: 'warning',
      });
    }
  }
  return faults;
}
