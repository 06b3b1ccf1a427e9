import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

export const QUEUETarget: TargetSpec = {
  kind: 'target',
  name: 'QUEUE',
  verdict: 'queue',
  reads: ['mark'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Hands the packet to a program in user space, over queue 0.',
    ja: 'パケットをキュー 0 からユーザー空間のプログラムに渡します。',
  },
  doc: {
    en: 'The program decides what becomes of the packet; while none listens, packets are dropped. The nft back end takes the word for a chain that does not exist and refuses the file.',
    ja: 'パケットをどうするかはプログラムが決めます。受け取るプログラムがない間、パケットは破棄されます。nft バックエンドでは存在しないチェインの名前とみなされ、ファイル全体が拒否されます。',
  },
  options: [],
  check: refusedByNft,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp -m tcp --dport 80 -j QUEUE'],
      title: { en: 'Let a program decide about web requests', ja: 'Web へのアクセスの可否をプログラムに判断させる' },
      requires: 'the legacy back end',
    },
  ],
  source: {
    man: 'iptables(8), TARGETS',
    file: 'extensions/libxt_standard.c, add_action in iptables/nft-shared.c',
    kernel: 'net/netfilter/nf_queue.c',
  },
  deprecated: {
    en: 'Write `NFQUEUE`: it names its queue, and both back ends take it.',
    ja: '`NFQUEUE` を使ってください。キューの番号を指定でき、どちらのバックエンドでも使えます。',
  },
};

/** iptables-nft knows no verdict of that name and jumps to a chain `QUEUE`, which cannot exist. */
function refusedByNft(_use: ExtensionUse): readonly UseFault[] {
  return [
    {
      message: {
        en: 'The nft back end has no QUEUE: it looks for a chain of that name. Write `-j NFQUEUE --queue-num 0`, which does the same.',
        ja: 'nft バックエンドに QUEUE はなく、同じ名前のチェインを探します。同じ働きをする `-j NFQUEUE --queue-num 0` を使ってください。',
      },
      refusal: 'RULE_APPEND failed (No such file or directory)',
      backEnd: 'nft',
    },
  ];
}
