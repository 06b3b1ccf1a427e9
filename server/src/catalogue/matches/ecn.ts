import { unsignedInteger } from '../../values/integer';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const codePoints = [
  { en: 'Not-ECT: the sender does not use ECN.', ja: 'Not-ECT: 送信者は ECN を使っていません。' },
  { en: 'ECT(1): ECN-capable transport.', ja: 'ECT(1): ECN に対応したトランスポートです。' },
  { en: 'ECT(0): ECN-capable transport.', ja: 'ECT(0): ECN に対応したトランスポートです。' },
  { en: 'CE: a router has met congestion.', ja: 'CE: 途中のルーターで輻輳が起きています。' },
];

const ecnField = unsignedInteger({
  id: 'ecn-codepoint',
  max: 3,
  doc: {
    en: 'The ECN code point: 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE.',
    ja: 'ECN コードポイントです。0 は Not-ECT、1 は ECT(1)、2 は ECT(0)、3 は CE です。',
  },
  describe: (value) => codePoints[value],
  suggest: codePoints.map((doc, value) => ({ value: String(value), doc })),
});

/** Explicit congestion notification. Facts: libxt_ecn.c, `ecn_mt_check4` and `ecn_mt_check6` in the kernel's xt_ecn.c. */
export const ecnMatch: MatchSpec = {
  kind: 'match',
  name: 'ecn',
  steady: true,
  reads: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches the ECN bits of the IP and TCP headers.',
    ja: 'IP ヘッダーと TCP ヘッダーの ECN ビットで判定します。',
  },
  doc: {
    en: 'ECN lets routers say "congestion" without dropping packets. The two TCP flags can be asked for only where the rule has `-p tcp`; the IP field of any packet.',
    ja: 'ECN は、ルーターがパケットを破棄せずに輻輳を知らせる仕組みです。TCP の 2 つのフラグは `-p tcp` を書いたルールでだけ判定できます。IP のフィールドはどのパケットでも判定できます。',
  },
  options: [
    {
      name: 'ecn-tcp-cwr',
      invertible: true,
      values: [],
      doc: {
        en: 'The TCP flag CWR is set: the sender has reduced its window. Needs `-p tcp`.',
        ja: 'TCP の CWR フラグ(送信者がウィンドウを縮小した)が立っていれば一致します。`-p tcp` が必要です。',
      },
    },
    {
      name: 'ecn-tcp-ece',
      invertible: true,
      values: [],
      doc: {
        en: 'The TCP flag ECE is set: the receiver has seen congestion. Needs `-p tcp`.',
        ja: 'TCP の ECE フラグ(受信者が輻輳を検知した)が立っていれば一致します。`-p tcp` が必要です。',
      },
    },
    {
      name: 'ecn-ip-ect',
      invertible: true,
      values: [{ type: ecnField, label: '0..3', sample: '3' }],
      doc: {
        en: 'The ECN field of the IP header: 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE.',
        ja: 'IP ヘッダーの ECN フィールドです。0 は Not-ECT、1 は ECT(1)、2 は ECT(0)、3 は CE です。',
      },
    },
  ],
  groups: [{ options: ['ecn-tcp-cwr', 'ecn-tcp-ece', 'ecn-ip-ect'], count: 'at-least-one', refusal: 'ECN match: some option required' }],
  check: tcpBits,
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -p tcp -m ecn --ecn-tcp-cwr ! --ecn-tcp-ece -j MARK --set-mark 1',
        '-A PREROUTING -p tcp -m ecn ! --ecn-tcp-cwr --ecn-tcp-ece -j MARK --set-mark 2',
        '-A PREROUTING -m ecn ! --ecn-ip-ect 0 -j MARK --set-mark 3',
        '-A PREROUTING -m ecn --ecn-ip-ect 3 -j MARK --set-mark 4',
      ],
      title: { en: 'Watches where congestion is', ja: '輻輳の発生箇所を調べます' },
    },
  ],
  source: { man: 'ecn', file: 'extensions/libxt_ecn.c', kernel: 'net/netfilter/xt_ecn.c' },
};

function tcpBits(use: ExtensionUse): readonly UseFault[] {
  if (use.protocol === 6 && !use.protocolInverted) return [];
  return use.options
    .filter((option) => option.name !== 'ecn-ip-ect')
    .map((option) => ({
      option: option.name,
      message: {
        en: `--${option.name} looks at a TCP flag, so the kernel takes it only together with \`-p tcp\` (not inverted). Add it to the rule.`,
        ja: `--${option.name} は TCP のフラグを見るため、カーネルは \`-p tcp\`(\`!\` なし)と一緒の場合にだけ受け付けます。ルールに書き加えてください。`,
      },
      refusal: 'xt_ecn: cannot match TCP bits for non-tcp packets',
    }));
}
