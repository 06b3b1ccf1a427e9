import { nflogPrefix, unsignedInteger } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const group = unsignedInteger({
  id: 'nflog-group',
  max: 65535,
  doc: { en: 'A netlink group, 0 to 65535.', ja: 'netlink のグループ番号(0～65535)です。' },
});
const bytes = unsignedInteger({ id: 'nflog-size', max: 4294967295, doc: { en: 'A number of bytes.', ja: 'バイト数です。' } });
const packets = unsignedInteger({
  id: 'nflog-threshold',
  max: 65535,
  doc: { en: 'A number of packets, 0 to 65535.', ja: 'パケット数(0～65535)です。' },
});

export const NFLOGTarget: TargetSpec = {
  kind: 'target',
  name: 'NFLOG',
  verdict: 'continue',
  onlyTells: true,
  reads: ['mark'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Sends a copy of the packet to a logging program and goes on with the next rule.',
    ja: 'パケットの写しをログ用のプログラムに送り、次のルールに進みます。',
  },
  doc: {
    en: 'A program such as `ulogd2` or `tcpdump -i nflog:5` listens to the group. Nothing is written to the kernel log, and without a listener nothing is kept. It is the successor of `ULOG`.',
    ja: '`ulogd2` や `tcpdump -i nflog:5` などのプログラムがグループを受信します。カーネルログには何も書かれず、受信するプログラムがなければ何も残りません。`ULOG` の後継です。',
  },
  options: [
    {
      name: 'nflog-group',
      values: [{ type: group, label: 'group', sample: '5' }],
      doc: {
        en: 'The netlink group to send to, 0 unless given.',
        ja: '送り先の netlink グループです。省略すると 0 です。',
      },
    },
    {
      name: 'nflog-prefix',
      values: [{ type: nflogPrefix, label: 'prefix', sample: '"dropped: "' }],
      doc: {
        en: 'Text that goes with each packet. The legacy back end keeps 63 characters, nft 127; what is longer is cut.',
        ja: '各パケットに添える文字列です。legacy バックエンドでは 63 文字、nft では 127 文字までで、それより長い部分は切り捨てられます。',
      },
    },
    {
      name: 'nflog-range',
      values: [{ type: bytes, label: 'bytes', sample: '64' }],
      excludes: ['nflog-size'],
      doc: {
        en: 'Has never had an effect.',
        ja: 'これまで一度も働いたことのないオプションです。',
      },
      deprecated: { en: 'Write `--nflog-size`.', ja: '`--nflog-size` を使ってください。' },
    },
    {
      name: 'nflog-size',
      values: [{ type: bytes, label: 'bytes', sample: '128' }],
      excludes: ['nflog-range'],
      doc: {
        en: 'How many bytes of the packet to copy. Without it the listener decides.',
        ja: 'コピーするパケットのバイト数です。省略すると受信側のプログラムが決めます。',
      },
      since: '1.6.1',
    },
    {
      name: 'nflog-threshold',
      values: [{ type: packets, label: 'packets', sample: '10' }],
      doc: {
        en: 'How many packets to gather before sending them, 1 unless given. More cost less and arrive later.',
        ja: '送る前にためるパケットの数です。省略すると 1 です。多くすると負荷は減りますが、届くのが遅くなります。',
      },
    },
  ],
  check: rangeDoesNothing,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -j NFLOG --nflog-prefix "dropped: " --nflog-group 5 --nflog-size 128 --nflog-threshold 10', '-A INPUT -j DROP'],
      title: { en: 'Send the first 128 bytes of dropped packets to group 5', ja: '破棄するパケットの先頭 128 バイトをグループ 5 に送る' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -j NFLOG --nflog-range 64'],
      title: { en: 'The old option, which loads and does nothing', ja: '読み込めるが働かない古いオプション' },
    },
  ],
  source: { man: 'NFLOG', file: 'extensions/libxt_NFLOG.c', kernel: 'net/netfilter/xt_NFLOG.c' },
};

/** iptables prints this warning itself and loads the rule. */
function rangeDoesNothing(use: ExtensionUse): readonly UseFault[] {
  if (!use.options.some((option) => option.name === 'nflog-range')) return [];
  return [
    {
      option: 'nflog-range',
      message: {
        en: '`--nflog-range` has no effect in the kernel, and the nft back end drops it. Write `--nflog-size`.',
        ja: '`--nflog-range` はカーネルでは働かず、nft バックエンドでは消えます。`--nflog-size` を使ってください。',
      },
      refusal: 'warn: --nflog-range has never worked and is no longer supported, please use --nflog-size instead',
      severity: 'warning',
    },
  ];
}
