import { queueBalance, queueNumber } from '../../values';
import type { TargetSpec } from '../schema';

export const NFQUEUETarget: TargetSpec = {
  kind: 'target',
  name: 'NFQUEUE',
  verdict: 'queue',
  reads: ['mark'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Hands the packet to a program in user space, which decides about it.',
    ja: 'パケットをユーザー空間のプログラムに渡し、判断を任せます。',
  },
  doc: {
    en: 'Intrusion prevention systems such as Suricata work this way. While no program listens to the queue, its packets are dropped, unless `--queue-bypass` is given.',
    ja: 'Suricata などの侵入防止システムが使う仕組みです。キューを受け取るプログラムがない間、パケットは破棄されます(`--queue-bypass` がない場合)。',
  },
  options: [
    {
      name: 'queue-num',
      values: [{ type: queueNumber, label: 'number', sample: '0' }],
      excludes: ['queue-balance'],
      doc: { en: 'The queue, 0 unless given.', ja: 'キューの番号です。省略すると 0 です。' },
    },
    {
      name: 'queue-balance',
      values: [{ type: queueBalance, label: 'first:last', sample: '0:3' }],
      excludes: ['queue-num'],
      doc: {
        en: 'Spreads connections over several queues; packets of one connection stay in one queue.',
        ja: 'コネクションを複数のキューに振り分けます。1 つのコネクションのパケットは同じキューに入ります。',
      },
    },
    {
      name: 'queue-bypass',
      values: [],
      doc: {
        en: 'Accepts the packets while no program listens, instead of dropping them.',
        ja: '受け取るプログラムがない間、破棄せずに許可します。',
      },
    },
    {
      name: 'queue-cpu-fanout',
      values: [],
      needs: ['queue-balance'],
      doc: { en: 'Chooses the queue by the CPU that handles the packet.', ja: 'パケットを処理する CPU によってキューを選びます。' },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A FORWARD -j NFQUEUE --queue-num 0 --queue-bypass'],
      title: { en: 'Let an intrusion prevention system look at what is forwarded', ja: '転送されるパケットを侵入防止システムに調べさせる' },
    },
    {
      table: 'filter',
      rules: ['-A FORWARD -j NFQUEUE --queue-balance 0:3 --queue-bypass --queue-cpu-fanout'],
      title: { en: 'Four queues, one for each CPU', ja: 'CPU ごとに 1 つ、4 つのキューを使う' },
    },
  ],
  source: { man: 'NFQUEUE', file: 'extensions/libxt_NFQUEUE.c', kernel: 'net/netfilter/xt_NFQUEUE.c' },
  since: 'Linux 2.6.14',
};
