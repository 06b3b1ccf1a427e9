import { text } from '../../values';
import { parseRateestTime, rateestTime } from '../../values/rateest-time';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const name = text({
  id: 'rateest-name',
  maxBytes: 15,
  truncated: 'changed',
  doc: { en: 'A name of at most 15 bytes.', ja: '15 バイト以下の名前です。' },
});

export const RATEESTTarget: TargetSpec = {
  kind: 'target',
  name: 'RATEEST',
  verdict: 'continue',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Estimates the rate of the packets that match, for the rateest match to read.',
    ja: '一致したパケットのレートを推定します。結果は rateest マッチで参照します。',
  },
  doc: {
    en: 'Rules that share a name share the estimate; they must give the same interval and time constant. The times are rounded to powers of two.',
    ja: '同じ名前のルールは推定値を共有し、測定間隔と時定数をそろえる必要があります。時間は 2 の累乗に丸められます。',
  },
  options: [
    {
      name: 'rateest-name',
      values: [{ type: name, label: 'name', sample: 'eth0' }],
      required: true,
      doc: { en: 'The name of the estimator, at most 15 bytes.', ja: '推定器の名前です。15 バイト以下です。' },
    },
    {
      name: 'rateest-interval',
      values: [{ type: rateestTime('interval'), label: 'time', sample: '250ms' }],
      required: true,
      doc: {
        en: 'How often to measure: up to 8 s, with the unit `s`, `ms` or `us`.',
        ja: '測定の間隔です。8 秒までで、`s`、`ms`、`us` を付けます。',
      },
    },
    {
      name: 'rateest-ewmalog',
      values: [{ type: rateestTime('ewmalog'), label: 'time', sample: '500ms' }],
      required: true,
      doc: {
        en: 'The time constant of the average; it must be longer than the interval (from about one and a half times on).',
        ja: '平均の時定数です。間隔より長く(およそ 1.5 倍以上に)する必要があります。',
      },
    },
  ],
  check: checkRATEEST,
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -o eth0 -j RATEEST --rateest-name eth0 --rateest-interval 250ms --rateest-ewmalog 500ms',
        '-A POSTROUTING -o ppp0 -j RATEEST --rateest-name ppp0 --rateest-interval 250ms --rateest-ewmalog 500ms',
      ],
      title: {
        en: 'Measure two lines, to send new connections over the emptier one',
        ja: '2 つの回線を測定し、空いているほうに新しいコネクションを流す',
      },
    },
  ],
  source: { man: 'RATEEST', file: 'extensions/libxt_RATEEST.c', kernel: 'net/netfilter/xt_RATEEST.c' },
};

/** The times as `RATEEST_final_check` rounds them: the interval to a power of two of quarter seconds, the constant to one of intervals. */
function checkRATEEST(use: ExtensionUse): readonly UseFault[] {
  const time = (option: string): number | undefined => {
    const value = use.options.find((one) => one.name === option)?.values[0];
    return value === undefined ? undefined : parseRateestTime(value);
  };
  const interval = time('rateest-interval');
  const constant = time('rateest-ewmalog');
  if (interval === undefined || interval < 0) return [];
  if (interval > 8e6) {
    return [
      {
        option: 'rateest-interval',
        value: 0,
        message: { en: 'The interval goes up to 8 seconds.', ja: '間隔は 8 秒までです。' },
        refusal: 'RATEEST: interval value is too large',
      },
    ];
  }
  if (constant === undefined || constant < 0 || constant >= 2 ** 32) return [];
  // iptables' own loop goes to 31, where its shift overflows and the comparison never holds.
  let log = 1;
  while (log < 31 && interval / -Math.log(1 - 1 / 2 ** log) <= constant) log++;
  if (log > 1 && log < 31) return [];
  return [
    {
      option: 'rateest-ewmalog',
      value: 0,
      message: {
        en: 'The time constant must be longer than the interval, about one and a half times at least.',
        ja: '時定数は間隔より長く、少なくともおよそ 1.5 倍にする必要があります。',
      },
      refusal: 'RATEEST: ewmalog value is out of range',
    },
  ];
}
