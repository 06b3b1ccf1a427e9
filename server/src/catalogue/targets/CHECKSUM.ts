import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

export const CHECKSUMTarget: TargetSpec = {
  kind: 'target',
  name: 'CHECKSUM',
  verdict: 'continue',
  changes: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Fills in a checksum that was left to the network card.',
    ja: 'ネットワークカードに任せるために空けられたチェックサムを計算して埋めます。',
  },
  doc: {
    en: 'For old DHCP clients in virtual machines that drop replies whose checksum is still open. Use it with `-p udp` and a port only: on other packets the kernel warns, and it costs speed.',
    ja: 'チェックサムが未計算の返信を捨ててしまう、仮想マシン内の古い DHCP クライアントのためのものです。`-p udp` とポートを指定した場合に限って使ってください。それ以外ではカーネルが警告し、速度も落ちます。',
  },
  tables: ['mangle'],
  options: [
    {
      name: 'checksum-fill',
      values: [],
      required: true,
      doc: {
        en: 'Computes the checksum. The only thing the target can do.',
        ja: 'チェックサムを計算します。このターゲットの唯一の機能です。',
      },
    },
  ],
  check: wantsUdp,
  examples: [
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -o virbr0 -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill'],
      title: { en: 'Help DHCP clients in virtual machines', ja: '仮想マシンの DHCP クライアントを助ける' },
    },
  ],
  source: { man: 'CHECKSUM', file: 'extensions/libxt_CHECKSUM.c', kernel: 'net/netfilter/xt_CHECKSUM.c' },
  since: 'Linux 2.6.36',
};

/** `checksum_tg_check` loads the rule and warns in the kernel log. */
function wantsUdp(use: ExtensionUse): readonly UseFault[] {
  if (use.protocol === 17 && !use.protocolInverted) return [];
  return [
    {
      message: {
        en: 'CHECKSUM is meant for UDP replies to old DHCP clients: add `-p udp` and a port, or it slows down everything else.',
        ja: 'CHECKSUM は古い DHCP クライアントへの UDP の返信のためのものです。`-p udp` とポートを指定しないと、ほかの通信まで遅くなります。',
      },
      refusal: 'CHECKSUM should be avoided.  If really needed, restrict with "-p udp" and only use in OUTPUT',
      severity: 'information',
    },
  ];
}
