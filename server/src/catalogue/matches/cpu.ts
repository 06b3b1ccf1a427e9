import { uint32 } from '../../values/integer';
import type { MatchSpec } from '../schema';

/** The processor that handles the packet. Facts: libxt_cpu.c, the kernel's xt_cpu.c. */
export const cpuMatch: MatchSpec = {
  kind: 'match',
  name: 'cpu',
  steady: true,
  reads: [],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by the processor that handles them.',
    ja: 'パケットを処理している CPU で判定します。',
  },
  doc: {
    en: 'With receive packet steering, or a network card with several queues, packets of one connection stay on one processor; this match can then send each processor’s share to a server process of its own, by `REDIRECT` to different ports.',
    ja: 'RPS や複数キューの NIC を使うと、1 つのコネクションのパケットは同じ CPU で処理されます。この match を使えば、CPU ごとの担当分を `REDIRECT` で別々のポートに送り、それぞれのサーバープロセスに渡せます。',
  },
  options: [
    {
      name: 'cpu',
      invertible: true,
      required: true,
      values: [{ type: uint32, label: 'number', sample: '0' }],
      doc: { en: 'The number of the processor, from 0.', ja: 'CPU の番号(0 から)です。' },
    },
  ],
  examples: [
    {
      table: 'nat',
      rules: [
        '-A PREROUTING -p tcp --dport 80 -m cpu --cpu 0 -j REDIRECT --to-ports 8080',
        '-A PREROUTING -p tcp --dport 80 -m cpu ! --cpu 0 -j REDIRECT --to-ports 8081',
      ],
      title: { en: 'One server process for each processor', ja: 'CPU ごとに別のサーバープロセスへ振り分けます' },
    },
  ],
  source: { man: 'cpu', file: 'extensions/libxt_cpu.c', kernel: 'net/netfilter/xt_cpu.c' },
};
