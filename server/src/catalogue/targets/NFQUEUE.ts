import { integerRange, parseIntegerRange, unsignedInteger } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const queue = unsignedInteger({ id: 'queue-number', max: 65535, doc: { en: 'A queue number, 0 to 65535', ja: 'キュー番号(0~65535)' } });
const queues = integerRange({
  id: 'queue-range',
  max: 65534,
  bothEnds: true,
  doc: { en: 'The first and the last queue, 0 to 65534: `0:3`', ja: '最初と最後のキュー番号(0~65534)。例: `0:3`' },
});

export const NFQUEUETarget: TargetSpec = {
  kind: 'target',
  name: 'NFQUEUE',
  verdict: 'queue',
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
      values: [{ type: queue, label: 'number', sample: '0' }],
      excludes: ['queue-balance'],
      doc: { en: 'The queue, 0 unless given.', ja: 'キューの番号です。省略すると 0 です。' },
    },
    {
      name: 'queue-balance',
      values: [{ type: queues, label: 'first:last', sample: '0:3' }],
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
  check: balanceRises,
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

/** `NFQUEUE_parse_v3`: two different ends are wanted. */
function balanceRises(use: ExtensionUse): readonly UseFault[] {
  const value = use.options.find((option) => option.name === 'queue-balance')?.values[0];
  const range = value?.includes(':') === true ? parseIntegerRange(value, { max: 65534 }) : undefined;
  if (range === undefined || range.from !== range.to) return [];
  return [
    {
      option: 'queue-balance',
      value: 0,
      message: {
        en: 'Balancing needs at least two queues, first and last: `0:3`. For one queue write `--queue-num`.',
        ja: '振り分けには、`0:3` のように少なくとも 2 つのキューが必要です。1 つなら `--queue-num` を使ってください。',
      },
      refusal: `${range.from} should be less than ${range.to}`,
    },
  ];
}
