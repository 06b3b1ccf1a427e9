import { text, U64, unsignedInteger } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const group = unsignedInteger({
  id: 'ulog-group',
  min: 1,
  max: 32,
  doc: { en: 'A netlink group, 1 to 32.', ja: 'netlink のグループ番号(1～32)です。' },
});
const bytes = unsignedInteger({ id: 'ulog-range', max: U64, doc: { en: 'A number of bytes.', ja: 'バイト数です。' } });
const packets = unsignedInteger({
  id: 'ulog-threshold',
  min: 1,
  max: 50,
  doc: { en: 'A number of packets, 1 to 50.', ja: 'パケット数(1～50)です。' },
});
const prefix = text({
  id: 'ulog-prefix',
  minBytes: 1,
  maxBytes: 31,
  truncated: 'warning',
  shortRefusal: 'Argument must have a minimum length of 1 characters',
  doc: { en: 'Text of at most 31 bytes.', ja: '31 バイト以下の文字列です。' },
});

export const ULOGTarget: TargetSpec = {
  kind: 'target',
  name: 'ULOG',
  verdict: 'continue',
  onlyTells: true,
  families: ['ipv4'],
  summary: {
    en: 'Sends a copy of the packet to a logging program (removed from the kernel).',
    ja: 'パケットの写しをログ用のプログラムに送ります(カーネルから削除済み)。',
  },
  doc: {
    en: 'The IPv4-only predecessor of `NFLOG`. Linux 3.17 removed it: on present kernels such a rule does not load.',
    ja: '`NFLOG` の前身で、IPv4 専用です。Linux 3.17 で削除されたため、現在のカーネルでは読み込めません。',
  },
  options: [
    {
      name: 'ulog-nlgroup',
      values: [{ type: group, label: 'group', sample: '1' }],
      doc: {
        en: 'The netlink group, 1 unless given. `--nflog-group` counts from 0.',
        ja: 'netlink のグループです。省略すると 1 です。`--nflog-group` は 0 から数えます。',
      },
    },
    {
      name: 'ulog-prefix',
      values: [{ type: prefix, label: 'prefix', sample: '"dropped: "' }],
      doc: { en: 'Text that goes with each packet, at most 31 bytes.', ja: '各パケットに添える文字列です。31 バイト以下です。' },
    },
    {
      name: 'ulog-cprange',
      values: [{ type: bytes, label: 'bytes', sample: '100' }],
      doc: { en: 'How many bytes to copy; 0, the default, copies all.', ja: 'コピーするバイト数です。既定の 0 はすべてを意味します。' },
    },
    {
      name: 'ulog-qthreshold',
      values: [{ type: packets, label: 'packets', sample: '10' }],
      doc: {
        en: 'How many packets to gather before sending them, 1 unless given.',
        ja: '送る前にためるパケットの数です。省略すると 1 です。',
      },
    },
  ],
  check: gone,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -j ULOG --ulog-nlgroup 1 --ulog-prefix "dropped: " --ulog-cprange 100 --ulog-qthreshold 10'],
      family: 'ipv4',
      title: { en: 'Log to group 1', ja: 'グループ 1 に記録する' },
      requires: 'a kernel before 3.17',
    },
  ],
  source: { man: 'ULOG', file: 'extensions/libipt_ULOG.c', kernel: 'net/ipv4/netfilter/ipt_ULOG.c (until 3.16)' },
  deprecated: { en: 'Write `NFLOG`.', ja: '`NFLOG` を使ってください。' },
};

/** What the kernel has depends on the machine, so this is a warning; but no kernel of the last years has it. */
function gone(_use: ExtensionUse): readonly UseFault[] {
  return [
    {
      message: {
        en: 'Kernels since 3.17 have no ULOG, so the file does not load there. Write `NFLOG` (`--ulog-nlgroup 1` is `--nflog-group 0` or any other number its listener uses).',
        ja: '3.17 以降のカーネルに ULOG はなく、ファイルを読み込めません。`NFLOG` を使ってください(グループ番号は受信側のプログラムに合わせます)。',
      },
      refusal: 'Extension ULOG revision 0 not supported, missing kernel module?',
      severity: 'warning',
    },
  ];
}
