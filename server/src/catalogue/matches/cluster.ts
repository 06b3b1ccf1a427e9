import { uint32, unsignedInteger } from '../../values/integer';
import { scanUnsigned } from '../../values/scan';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const nodeNumber = unsignedInteger({ id: 'cluster-node', min: 1, max: 32, doc: { en: 'A number from 1 to 32.', ja: '1~32 の数値です。' } });

/** Which node of a cluster a packet is for. Facts: `cluster_opts` and `cluster_check` in libxt_cluster.c, the kernel's xt_cluster.c. */
export const clusterMatch: MatchSpec = {
  kind: 'match',
  name: 'cluster',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches the share of connections that one node of a load-sharing cluster has to handle.',
    ja: '負荷分散クラスターで、あるノードが担当すべきコネクションに一致します。',
  },
  doc: {
    en: [
      'For clusters without a load balancer: all nodes get all packets (by a multicast MAC address), each hashes the source address of the connection, and keeps the ones that fall to it. The usual way is to mark those in `mangle PREROUTING` and to drop the rest.',
      'All nodes must have the same total and the same seed. For TCP set `net.netfilter.nf_conntrack_tcp_loose=0`, so that a node does not pick up connections of another one.',
      'It looks at the connection, so it never matches untracked packets.',
    ].join('\n\n'),
    ja: [
      'ロードバランサーのないクラスターで使います。すべてのノードが(マルチキャスト MAC アドレスにより)すべてのパケットを受け取り、それぞれがコネクションの送信元アドレスのハッシュを計算して、自分の担当分だけを処理します。通常は `mangle PREROUTING` で担当分に mark を付け、残りを破棄します。',
      '総数と seed は全ノードで同じにします。TCP では、ほかのノードのコネクションを拾わないように `net.netfilter.nf_conntrack_tcp_loose=0` を設定してください。',
      'コネクションを見て判定するため、追跡されていないパケットには一致しません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'cluster-total-nodes',
      required: true,
      values: [{ type: nodeNumber, label: 'number', sample: '2' }],
      doc: { en: 'How many nodes the cluster has, up to 32.', ja: 'クラスターのノード数(32 まで)です。' },
    },
    {
      name: 'cluster-local-node',
      invertible: true,
      excludes: ['cluster-local-nodemask'],
      values: [{ type: nodeNumber, label: 'number', sample: '1' }],
      doc: {
        en: 'The number of this node, from 1 to the total. `iptables-save` prints it as `--cluster-local-nodemask`.',
        ja: 'このノードの番号(1 から総数まで)です。`iptables-save` は `--cluster-local-nodemask` の形で出力します。',
      },
    },
    {
      name: 'cluster-local-nodemask',
      invertible: true,
      excludes: ['cluster-local-node'],
      values: [{ type: nodeNumber, label: 'mask', sample: '3' }],
      doc: {
        en: 'The nodes to act for as a bit mask: bit 0 is node 1, so `3` is nodes 1 and 2. iptables takes only 1 to 32 here, so of the nodes above 5 only node 6 alone (`32`) can be named.',
        ja: '担当するノードをビットマスクで指定します。ビット 0 がノード 1 で、`3` はノード 1 と 2 です。iptables は 1~32 しか受け付けないため、6 番目のノードは単独(`32`)でしか指定できず、7 番目以降は指定できません。',
      },
    },
    {
      name: 'cluster-hash-seed',
      required: true,
      values: [{ type: uint32, label: 'value', sample: '0xdeadbeef' }],
      doc: { en: 'The seed of the hash, the same on all nodes.', ja: 'ハッシュの seed です。全ノードで同じ値にします。' },
    },
  ],
  groups: [
    {
      options: ['cluster-local-node', 'cluster-local-nodemask'],
      count: 'exactly-one',
      refusal: "cluster match: `--cluster-local-node' or`--cluster-local-nodemask' is missing",
    },
  ],
  check: nodeBeyondTotal,
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -i eth1 -m cluster --cluster-total-nodes 2 --cluster-local-node 1 --cluster-hash-seed 0xdeadbeef -j MARK --set-mark 0xffff',
        '-A PREROUTING -i eth1 -m mark ! --mark 0xffff -j DROP',
      ],
      title: { en: 'Node 1 of 2', ja: '2 台構成のノード 1 の設定です' },
    },
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -m cluster --cluster-total-nodes 4 ! --cluster-local-nodemask 3 --cluster-hash-seed 0xdeadbeef -j DROP',
        '-A PREROUTING -m cluster --cluster-total-nodes 4 ! --cluster-local-node 4 --cluster-hash-seed 7 -j DROP',
      ],
      title: { en: 'Drops what is not for nodes 1 and 2 of 4', ja: '4 台のうちノード 1 と 2 の担当でないものを破棄します' },
    },
  ],
  source: { man: 'cluster', file: 'extensions/libxt_cluster.c', kernel: 'net/netfilter/xt_cluster.c' },
};

function nodeBeyondTotal(use: ExtensionUse): readonly UseFault[] {
  const total = numberOf(use, 'cluster-total-nodes');
  if (total === undefined) return [];
  const node = numberOf(use, 'cluster-local-node');
  if (node !== undefined && node > total) {
    return [
      {
        option: 'cluster-local-node',
        value: 0,
        message: {
          en: `There is no node ${node} in a cluster of ${total}. Give 1 to ${total}.`,
          ja: `${total} 台のクラスターにノード ${node} はありません。1~${total} を指定してください。`,
        },
        refusal: "cluster match: `--cluster-local-node' must be <= `--cluster-total-nodes'",
      },
    ];
  }
  const mask = numberOf(use, 'cluster-local-nodemask');
  if (mask === undefined || mask < 2 ** total) return [];
  return [
    {
      option: 'cluster-local-nodemask',
      value: 0,
      message: {
        en: `The mask names a node that a cluster of ${total} does not have: bit 0 is node 1. Give at most ${2 ** total - 1}.`,
        ja: `マスクが、${total} 台のクラスターにないノードを指しています(ビット 0 がノード 1)。${2 ** total - 1} 以下にしてください。`,
      },
      refusal: "cluster match: `--cluster-local-nodemask' too big for `--cluster-total-nodes'",
    },
  ];
}

function numberOf(use: ExtensionUse, name: string): number | undefined {
  const word = use.options.find((option) => option.name === name)?.values[0];
  if (word === undefined) return undefined;
  const value = scanUnsigned(word, 0, word.length);
  return value >= 1 && value <= 32 ? value : undefined;
}
