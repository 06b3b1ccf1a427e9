import { macAddress, oneOf, unsignedInteger } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const hashMode = oneOf(
  [
    { value: 'sourceip', doc: { en: 'By the source address.', ja: '送信元アドレスによります。' } },
    { value: 'sourceip-sourceport', doc: { en: 'By source address and port.', ja: '送信元のアドレスとポートによります。' } },
    {
      value: 'sourceip-sourceport-destport',
      doc: { en: 'By source address and both ports.', ja: '送信元アドレスと両方のポートによります。' },
    },
  ],
  {
    id: 'clusterip-hashmode',
    doc: {
      en: 'What is hashed: `sourceip`, `sourceip-sourceport` or `sourceip-sourceport-destport`.',
      ja: 'ハッシュの対象です。`sourceip`、`sourceip-sourceport`、`sourceip-sourceport-destport` のいずれかです。',
    },
    refusal: (word) => `Unknown hashmode "${word}"`,
  },
);
const nodes = unsignedInteger({
  id: 'clusterip-nodes',
  max: 16,
  doc: { en: 'A number of nodes, up to 16.', ja: 'ノードの数または番号(最大 16)です。' },
});
const seed = unsignedInteger({ id: 'hash-seed', max: 4294967295, doc: { en: 'A 32-bit number.', ja: '32 ビットの数値です。' } });

export const CLUSTERIPTarget: TargetSpec = {
  kind: 'target',
  name: 'CLUSTERIP',
  verdict: 'continue',
  families: ['ipv4'],
  summary: {
    en: 'Lets several hosts share one IP and MAC address.',
    ja: '複数のホストで 1 つの IP アドレスと MAC アドレスを共有します。',
  },
  doc: {
    en: 'Every node gets every packet and answers those whose hash is its own. The rule needs one destination address (`-d`), and the first rule for it needs `--new` with all the other options.',
    ja: 'すべてのノードがすべてのパケットを受け取り、ハッシュが自分のものに一致したパケットだけに応答します。ルールには 1 つの宛先アドレス(`-d`)が、そのアドレスの最初のルールには `--new` とほかのオプションすべてが必要です。',
  },
  options: [
    {
      name: 'new',
      values: [],
      doc: {
        en: 'Creates the cluster address; the first rule for an address must have it.',
        ja: 'クラスターアドレスを作ります。アドレスごとの最初のルールに必要です。',
      },
    },
    {
      name: 'hashmode',
      values: [{ type: hashMode, label: 'mode', sample: 'sourceip' }],
      doc: { en: 'What decides which node answers.', ja: 'どのノードが応答するかを決めるものです。' },
    },
    {
      name: 'clustermac',
      values: [{ type: macAddress, label: 'mac', sample: '01:00:5E:00:00:20' }],
      doc: {
        en: 'The shared MAC address, a multicast one (the first byte is odd).',
        ja: '共有する MAC アドレスです。マルチキャストアドレス(先頭のバイトが奇数)でなければなりません。',
      },
    },
    {
      name: 'total-nodes',
      values: [{ type: nodes, label: 'number', sample: '2' }],
      doc: { en: 'How many nodes there are, at most 16.', ja: 'ノードの総数です。最大 16 です。' },
    },
    {
      name: 'local-node',
      values: [{ type: nodes, label: 'number', sample: '1' }],
      doc: { en: 'Which node this host is, counted from 1.', ja: 'このホストのノード番号です。1 から数えます。' },
    },
    {
      name: 'hash-init',
      values: [{ type: seed, label: 'number', sample: '12345' }],
      doc: { en: 'A seed for the hash, the same on all nodes.', ja: 'ハッシュの初期値です。すべてのノードで同じにします。' },
    },
  ],
  check: checkCLUSTERIP,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -d 192.0.2.20 -i eth0 -j CLUSTERIP --new --hashmode sourceip --clustermac 01:00:5E:00:00:20 --total-nodes 2 --local-node 1 --hash-init 12345',
      ],
      family: 'ipv4',
      title: { en: 'The first of two nodes', ja: '2 台のうちの 1 台目' },
      requires: 'the legacy back end and a kernel with ipt_CLUSTERIP',
    },
  ],
  source: {
    man: 'CLUSTERIP',
    file: 'extensions/libipt_CLUSTERIP.c',
    kernel: 'net/ipv4/netfilter/ipt_CLUSTERIP.c',
  },
  deprecated: {
    en: 'Present kernels do not have it any more, and the nft back end never had it: use the `cluster` match.',
    ja: '現在のカーネルにはなく、nft バックエンドでは一度も使えたことがありません。`cluster` マッチを使ってください。',
  },
};

/** `CLUSTERIP_check` in libipt_CLUSTERIP.c and `clusterip_tg_check` in the kernel. */
function checkCLUSTERIP(use: ExtensionUse): readonly UseFault[] {
  const faults: UseFault[] = [
    {
      message: {
        en: 'The nft back end refuses CLUSTERIP, and present kernels have it no longer: use the `cluster` match.',
        ja: 'nft バックエンドは CLUSTERIP を拒否します。現在のカーネルにもありません。`cluster` マッチを使ってください。',
      },
      refusal: 'cannot use CLUSTERIP target from nftables compat',
      backEnd: 'nft',
    },
  ];
  const all = ['new', 'hashmode', 'clustermac', 'total-nodes', 'local-node'];
  const missing = all.filter((name) => !use.options.some((option) => option.name === name));
  if (use.options.length > 0 && missing.length > 0) {
    const words = missing.map((name) => `\`--${name}\``);
    faults.push({
      message: {
        en: `A new cluster address needs all of its options: ${words.join(', ')} ${words.length > 1 ? 'are' : 'is'} missing.`,
        ja: `クラスターアドレスを作るにはすべてのオプションが必要です。${words.join('、')} がありません。`,
      },
      refusal: 'CLUSTERIP target: Invalid parameter combination',
    });
  }
  const mac = use.options.find((option) => option.name === 'clustermac')?.values[0];
  const first = Number.parseInt(mac?.split(':')[0] ?? '', 16);
  if (!Number.isNaN(first) && first % 2 === 0) {
    faults.push({
      option: 'clustermac',
      value: 0,
      message: {
        en: 'The shared address must be a multicast one: its first byte must be odd, as in `01:00:5E:…`.',
        ja: '共有するアドレスはマルチキャストでなければなりません。`01:00:5E:…` のように、先頭のバイトを奇数にしてください。',
      },
      refusal: 'MAC has to be a multicast ethernet address',
    });
  }
  return faults;
}
