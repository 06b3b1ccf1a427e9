import { burst, rate } from '../../values';
import { parseRate } from '../../values/rate';
import { scanUnsigned } from '../../values/scan';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

/** A token bucket. Facts: libxt_limit.c; `limit_mt_check` and `user2credits` in the kernel's xt_limit.c. */
export const limitMatch: MatchSpec = {
  kind: 'match',
  name: 'limit',
  remembers: 'own',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets only up to a rate, by a token bucket.',
    ja: 'トークンバケットを使い、一定の頻度までのパケットにだけ一致します。',
  },
  doc: {
    en: [
      'The rule matches while the bucket has tokens, and takes one for each packet. The bucket starts full (`--limit-burst`, 5) and gets tokens back at the rate of `--limit` (3/hour). Packets over the limit are not dropped: they do not match, and go on to the next rule.',
      'There is one bucket for each rule and all senders, so one noisy sender uses up what the others need. `-m hashlimit` has one for each address.',
      'It takes no `!`. To match what is over a rate use `-m hashlimit --hashlimit-above`.',
      'The legacy back end keeps rate × burst in 32 bits: with slow rates a burst may be too much. `--limit 1/day` with the default burst of 5 is refused for that reason; give `--limit-burst 1`.',
    ].join('\n\n'),
    ja: [
      'バケットにトークンがある間だけ一致し、パケットごとに 1 つ消費します。バケットは満杯(`--limit-burst`、既定値 5)で始まり、`--limit` の頻度(既定値 3/hour)で補充されます。超過したパケットは破棄されるのではなく、一致せずに次のルールへ進みます。',
      'バケットはルールごとに 1 つで、すべての送信元が共有します。1 台が大量に送ると、ほかの送信元の分も使い切られます。アドレスごとに制限するには `-m hashlimit` を使います。',
      '`!` は付けられません。超過分に一致させるには `-m hashlimit --hashlimit-above` を使います。',
      'legacy バックエンドは頻度 × バーストを 32 ビットで扱うため、頻度が低いと大きなバーストを保持できません。`--limit 1/day` は既定のバースト 5 では拒否されます。`--limit-burst 1` を指定してください。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'limit',
      values: [{ type: rate, label: 'rate[/second|/minute|/hour|/day]', sample: '5/minute' }],
      doc: {
        en: 'How many packets may match per second (the default unit), minute, hour or day, on average. The unit may be shortened (`5/min`, `5/m`). Up to 10000/second; 3/hour where the option is left out.',
        ja: '1 秒(単位の既定)、1 分、1 時間、1 日あたりに一致させる平均パケット数です。単位は短くできます(`5/min`、`5/m`)。上限は 10000/second で、省略すると 3/hour になります。',
      },
    },
    {
      name: 'limit-burst',
      values: [{ type: burst, label: 'number', sample: '10' }],
      doc: {
        en: 'How many packets match at first, before the rate counts; also the most that can be saved up. 1 to 10000, 5 where it is left out.',
        ja: '頻度の制限が効き始める前に一致できるパケット数で、ためておける上限でもあります。1~10000 で、省略すると 5 です。',
      },
    },
  ],
  check: creditOverflow,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -m limit --limit 5/minute --limit-burst 10 -j LOG --log-prefix "dropped: "', '-A INPUT -j DROP'],
      title: { en: 'Logs some of what is dropped, but not a flood', ja: '破棄するパケットを、あふれない程度にログへ記録します' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -m limit --limit 1/day --limit-burst 1 -j LOG'],
      title: { en: 'One line a day', ja: '1 日に 1 回だけ記録します' },
    },
  ],
  source: { man: 'limit', file: 'extensions/libxt_limit.c', kernel: 'net/netfilter/xt_limit.c' },
};

/** XT_LIMIT_SCALE: the kernel counts in ten-thousandths of a second. */
const scale = 10_000;

/**
 * What `limit_mt_check` refuses beyond a burst of 0: a product of cost and burst that wraps at 32 bits to less than one packet's cost.
 * The nft back end has a limit of its own, with 64 bits.
 */
function creditOverflow(use: ExtensionUse): readonly UseFault[] {
  const rateWord = use.options.find((option) => option.name === 'limit')?.values[0] ?? '3/hour';
  const burstWord = use.options.find((option) => option.name === 'limit-burst')?.values[0];
  const cost = parseRate(rateWord)?.period;
  const size = burstWord === undefined ? 5 : scanUnsigned(burstWord, 0, burstWord.length);
  if (cost === undefined || cost === 0 || size < 1 || size > 10_000) return [];
  const at = burstWord === undefined ? { option: 'limit' } : { option: 'limit-burst', value: 0 };
  const most = Math.floor((134_218 * scale - 1) / cost);
  if (size <= most) return [];
  const wrapped = (cost * size) % 2 ** 32;
  const refused = credits(wrapped) < credits(cost);
  const kept = Math.floor(credits(wrapped) / credits(cost));
  return [
    {
      ...at,
      backEnd: 'legacy',
      ...(refused ? { refusal: 'xt_limit: Overflow, try lower' } : { severity: 'warning' }),
      message: refused
        ? {
            en: `The kernel cannot hold a burst of ${size} at ${rateWord} and refuses it. Give --limit-burst ${most} or less.`,
            ja: `頻度 ${rateWord} ではバースト ${size} をカーネルが保持できず、拒否されます。--limit-burst を ${most} 以下にしてください。`,
          }
        : {
            en: `The kernel cannot hold a burst of ${size} at ${rateWord}: it wraps around to about ${kept}. Give --limit-burst ${most} or less.`,
            ja: `頻度 ${rateWord} ではバースト ${size} をカーネルが保持できず、桁あふれで約 ${kept} になります。--limit-burst を ${most} 以下にしてください。`,
          },
    },
  ];
}

/**
 * `user2credits` with the product of HZ and credits per jiffy that HZ 250 and 1000 give: 32000 for a second. It wraps at 32 bits as well,
 * so a full bucket holds 134217 seconds at most.
 */
function credits(user: number): number {
  const perSecond = 32_000;
  const wide = user > Math.floor(0xffffffff / perSecond) ? Math.floor(user / scale) * perSecond : Math.floor((user * perSecond) / scale);
  return wide % 2 ** 32;
}
