import { unsignedInteger } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const bit = unsignedInteger({ id: 'ecn-bit', max: 1, doc: { en: '0 or 1.', ja: '0 または 1です。' } });
const codePoint = unsignedInteger({
  id: 'ecn-code-point',
  max: 3,
  doc: { en: 'An ECN code point, 0 to 3.', ja: 'ECN のコードポイント(0～3)です。' },
});

export const ECNTarget: TargetSpec = {
  kind: 'target',
  name: 'ECN',
  verdict: 'continue',
  changes: ['header'],
  families: ['ipv4'],
  summary: {
    en: 'Takes explicit congestion notification out of a packet.',
    ja: 'パケットから ECN(明示的輻輳通知)を取り除きます。',
  },
  doc: {
    en: 'A cure for routers that drop packets with ECN bits. The options but `--ecn-tcp-remove` are for tests.',
    ja: 'ECN のビットが立ったパケットを捨ててしまうルーターへの対策です。`--ecn-tcp-remove` 以外は試験用です。',
  },
  tables: ['mangle'],
  options: [
    {
      name: 'ecn-tcp-remove',
      values: [],
      excludes: ['ecn-tcp-cwr', 'ecn-tcp-ece'],
      doc: {
        en: 'Clears the ECN bits of the TCP header. Needs `-p tcp`. Saved as `--ecn-tcp-ece 0 --ecn-tcp-cwr 0`.',
        ja: 'TCP ヘッダーの ECN のビットを消します。`-p tcp` が必要です。`--ecn-tcp-ece 0 --ecn-tcp-cwr 0` として保存されます。',
      },
    },
    {
      name: 'ecn-tcp-cwr',
      values: [{ type: bit, label: '0|1', sample: '0' }],
      excludes: ['ecn-tcp-remove'],
      doc: {
        en: 'Sets the CWR bit of the TCP header. Needs `-p tcp`.',
        ja: 'TCP ヘッダーの CWR ビットを設定します。`-p tcp` が必要です。',
      },
    },
    {
      name: 'ecn-tcp-ece',
      values: [{ type: bit, label: '0|1', sample: '0' }],
      excludes: ['ecn-tcp-remove'],
      doc: {
        en: 'Sets the ECE bit of the TCP header. Needs `-p tcp`.',
        ja: 'TCP ヘッダーの ECE ビットを設定します。`-p tcp` が必要です。',
      },
    },
    {
      name: 'ecn-ip-ect',
      values: [{ type: codePoint, label: '0-3', sample: '0' }],
      doc: { en: 'Sets the two ECN bits of the IP header.', ja: 'IP ヘッダーの ECN の 2 ビットを設定します。' },
    },
  ],
  groups: [
    {
      options: ['ecn-tcp-remove', 'ecn-tcp-cwr', 'ecn-tcp-ece', 'ecn-ip-ect'],
      count: 'at-least-one',
      refusal: 'ECN target: An operation is required',
    },
  ],
  check: needsTcp,
  examples: [
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -d 192.0.2.0/24 -p tcp -j ECN --ecn-tcp-remove'],
      family: 'ipv4',
      title: { en: 'Reach a network whose router drops ECN', ja: 'ECN を捨てるルーターの先のネットワークと通信する' },
    },
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -p tcp -j ECN --ecn-tcp-cwr 0 --ecn-tcp-ece 0', '-A POSTROUTING -j ECN --ecn-ip-ect 0'],
      family: 'ipv4',
      title: { en: 'Clear the bits one by one', ja: 'ビットを個別に消す' },
    },
  ],
  source: { man: 'ECN', file: 'extensions/libipt_ECN.c', kernel: 'net/ipv4/netfilter/ipt_ECN.c' },
};

/** `ecn_tg_check`: what changes the TCP header is for TCP only. */
function needsTcp(use: ExtensionUse): readonly UseFault[] {
  if (use.protocol === 6 && !use.protocolInverted) return [];
  return use.options
    .filter((option) => option.name.startsWith('ecn-tcp-'))
    .map((option) => ({
      option: option.name,
      message: {
        en: `\`--${option.name}\` changes the TCP header: the rule needs \`-p tcp\`, not inverted.`,
        ja: `\`--${option.name}\` は TCP ヘッダーを書き換えます。ルールに \`-p tcp\` が必要です(反転は不可)。`,
      },
      refusal: 'cannot use operation on non-tcp rule',
    }));
}
