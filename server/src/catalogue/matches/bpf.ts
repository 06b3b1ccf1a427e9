import { bpfBytecode } from '../../values/bpf-bytecode';
import { text } from '../../values/text';
import type { MatchSpec } from '../schema';

const pinnedPath = text({
  id: 'bpf-object-path',
  maxBytes: 511,
  truncated: 'changed',
  doc: { en: 'The path of a pinned eBPF program, below `/sys/fs/bpf`.', ja: '固定した eBPF プログラムのパス(`/sys/fs/bpf` 以下)です。' },
});

/** A BPF program as the test. Facts: `bpf_parse_v1` and `bpf_fcheck_v1` in libxt_bpf.c, `bpf_mt_check_v1` in the kernel's xt_bpf.c. */
export const bpfMatch: MatchSpec = {
  kind: 'match',
  name: 'bpf',
  steady: true,
  // A program may read all of the packet's memory, its mark too (`SKF_AD_MARK` in the kernel's filter.c), and what maps hold.
  reads: ['mark', 'connection', 'sets', 'header', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets for which a BPF program returns something other than 0.',
    ja: 'BPF プログラムが 0 以外を返すパケットに一致します。',
  },
  doc: {
    en: [
      'The program sees the packet from its IP header on, without the link layer. Classic BPF stands in the rule as numbers, at most 64 instructions; `nfbpf_compile RAW "tcp port 80"` writes them from the language of tcpdump (`tcpdump -ddd` on an Ethernet device does not fit: it counts from the Ethernet header).',
      'eBPF programs are loaded and pinned by another program first and named by their path. A rules file with one loads only while it is pinned.',
    ].join('\n\n'),
    ja: [
      'プログラムには、リンク層を除く IP ヘッダー以降が渡されます。クラシック BPF は数値の列(64 命令まで)としてルールに書きます。`nfbpf_compile RAW "tcp port 80"` を使えば、tcpdump の式から作れます(イーサネットデバイスに対する `tcpdump -ddd` の出力は、イーサネットヘッダーから数えるため使えません)。',
      'eBPF プログラムは、別のプログラムで読み込んで固定し、そのパスを指定します。固定されている間だけ、ルールファイルを読み込めます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'object-pinned',
      excludes: ['bytecode'],
      values: [{ type: pinnedPath, label: 'path', sample: '/sys/fs/bpf/filter' }],
      doc: { en: 'The path of a pinned eBPF program (type socket filter).', ja: '固定した eBPF プログラム(socket filter 型)のパスです。' },
    },
    {
      name: 'bytecode',
      excludes: ['object-pinned'],
      values: [{ type: bpfBytecode, label: '"count,code jt jf k,…"', sample: '"4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0"' }],
      doc: {
        en: 'A classic BPF program in decimal, in double quotes: the number of instructions, then `code jt jf k` for each, separated by commas.',
        ja: 'クラシック BPF プログラムを 10 進数で書き、二重引用符で囲みます。命令数に続けて、各命令の `code jt jf k` をカンマで区切って並べます。',
      },
    },
  ],
  groups: [{ options: ['object-pinned', 'bytecode'], count: 'exactly-one', refusal: 'bpf: one of --bytecode or --pinned is required' }],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -m bpf --bytecode "4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0" -j ACCEPT'],
      title: { en: 'IPv4 packets whose protocol byte is 6 (TCP)', ja: 'IPv4 のプロトコル番号が 6(TCP)のパケットに一致します' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -m bpf --object-pinned /sys/fs/bpf/filter -j ACCEPT'],
      requires: 'an eBPF program pinned at /sys/fs/bpf/filter',
      title: { en: 'An eBPF program that is already loaded', ja: '読み込み済みの eBPF プログラムを使います' },
    },
  ],
  source: { man: 'bpf', file: 'extensions/libxt_bpf.c', kernel: 'net/netfilter/xt_bpf.c' },
  since: 'Linux 3.9 (`--object-pinned`: 4.10)',
};
