import {
  hashlimitBurst,
  hashlimitInterval,
  hashlimitMode,
  hashlimitName,
  hashlimitRate,
  parseHashlimitBurst,
  parseHashlimitRate,
} from '../../values/hashlimit';
import { readMask } from '../../values/host-mask';
import { uint32, unsignedInteger } from '../../values/integer';
import { ipv4PrefixLength } from '../../values/ipv4';
import { ipv6PrefixLength } from '../../values/ipv6';
import { prefixLength } from '../../values/prefix-length';
import { U32 } from '../../values/scan';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const milliseconds = unsignedInteger({
  id: 'hashlimit-milliseconds',
  min: 1,
  max: U32,
  doc: { en: 'A number of milliseconds, at least 1.', ja: '1 以上のミリ秒数です。' },
  refusal: () => 'RULE_APPEND failed (Invalid argument)',
});

/** A token bucket for each group. Facts: libxt_hashlimit.c (revision 3); `hashlimit_mt_check_common` in the kernel's xt_hashlimit.c. */
export const hashlimitMatch: MatchSpec = {
  kind: 'match',
  name: 'hashlimit',
  remembers: 'shared',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets up to, or above, a rate that each address, network or port has for itself.',
    ja: 'アドレス、ネットワーク、ポートごとに頻度を数え、上限まで、または超過分のパケットに一致します。',
  },
  doc: {
    en: [
      'As `limit`, but with a bucket for each group that `--hashlimit-mode` makes: for each source address (`srcip`), each service (`dstip,dstport`) and so on; without a mode there is one for all. Two options are needed: `--hashlimit-upto` or `--hashlimit-above`, and `--hashlimit-name`.',
      'To hold somebody back, drop what is above: `--hashlimit-above 10/second … -j DROP`. Packets that do not match go on to the next rule.',
      'Rules with the same name share one table, made by whichever is loaded first; its contents can be read in `/proc/net/ipt_hashlimit/NAME`. The table is kept in memory: with IPv6 group by `--hashlimit-srcmask 64`, or one sender can fill it.',
      'Rates in bytes (`512kb/s`) are kept in coarse steps. With them the burst is a number of bytes, and not smaller than the rate of one second.',
    ].join('\n\n'),
    ja: [
      '`limit` と同様ですが、`--hashlimit-mode` で決まるグループごとにバケットを持ちます。送信元アドレスごと(`srcip`)、サービスごと(`dstip,dstport`)などで、モードを省略すると全体で 1 つです。`--hashlimit-upto` か `--hashlimit-above` のどちらかと、`--hashlimit-name` が必要です。',
      '抑制するには、`--hashlimit-above 10/second … -j DROP` のように超過分を破棄します。一致しないパケットは次のルールへ進みます。',
      '同じ名前のルールは 1 つの表を共有し、その設定は最初に読み込まれたルールで決まります。中身は `/proc/net/ipt_hashlimit/名前` で見られます。表はメモリーに置かれるため、IPv6 では `--hashlimit-srcmask 64` でまとめないと、1 台の送信元に埋め尽くされることがあります。',
      'バイト単位の速度(`512kb/s`)は粗い刻みで保持されます。その場合、バーストもバイト数で、1 秒分より小さくはできません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'hashlimit-upto',
      aliases: ['hashlimit'],
      invertible: true,
      excludes: ['hashlimit-above'],
      values: [{ type: hashlimitRate, label: 'amount[/second|/minute|/hour|/day]', sample: '10/second' }],
      doc: {
        en: 'Matches as long as the group stays within this rate, in packets (`10/second`, `5/min`) or bytes (`512kb/s`). `--hashlimit` is its old name.',
        ja: 'グループがこの頻度に収まっている間、一致します。パケット数(`10/second`、`5/min`)またはバイト数(`512kb/s`)で書きます。`--hashlimit` は古い名前です。',
      },
    },
    {
      name: 'hashlimit-above',
      invertible: true,
      excludes: ['hashlimit-upto'],
      values: [{ type: hashlimitRate, label: 'amount[/second|/minute|/hour|/day]', sample: '10/second' }],
      doc: {
        en: 'Matches what is above this rate, in packets (`10/second`, `5/min`) or bytes (`512kb/s`).',
        ja: 'この頻度を超えた分に一致します。パケット数(`10/second`、`5/min`)またはバイト数(`512kb/s`)で書きます。',
      },
    },
    {
      name: 'hashlimit-burst',
      values: [{ type: hashlimitBurst, label: 'amount', sample: '20' }],
      doc: {
        en: 'How much passes at first, before the rate counts: packets (5 where it is left out), or bytes with a byte rate (`1mb`).',
        ja: '頻度の制限が効き始める前に通る量です。パケット数(省略時は 5)、またはバイト単位の速度ではバイト数(`1mb`)です。',
      },
    },
    {
      name: 'hashlimit-mode',
      values: [{ type: hashlimitMode, label: 'srcip|srcport|dstip|dstport[,…]', sample: 'srcip' }],
      doc: {
        en: 'What makes a group: `srcip`, `srcport`, `dstip`, `dstport`, or several of them.',
        ja: 'グループの分け方です。`srcip`、`srcport`、`dstip`、`dstport` を、必要なら複数並べます。',
      },
    },
    {
      name: 'hashlimit-srcmask',
      values: [{ type: prefixLength, label: 'prefix-length', sample: '24' }],
      doc: {
        en: 'With `srcip`: source addresses that share so many leading bits are one group. 0 to 32 for IPv4, 0 to 128 for IPv6.',
        ja: '`srcip` のとき、先頭からこのビット数が同じ送信元アドレスを 1 つのグループにします。IPv4 では 0~32、IPv6 では 0~128 です。',
      },
    },
    {
      name: 'hashlimit-dstmask',
      values: [{ type: prefixLength, label: 'prefix-length', sample: '24' }],
      doc: {
        en: 'With `dstip`: destination addresses that share so many leading bits are one group.',
        ja: '`dstip` のとき、先頭からこのビット数が同じ宛先アドレスを 1 つのグループにします。',
      },
    },
    {
      name: 'hashlimit-name',
      required: true,
      values: [{ type: hashlimitName, label: 'name', sample: 'ssh' }],
      doc: {
        en: 'The name of the table, the file below `/proc/net/ipt_hashlimit`. Rules with the same name share the table.',
        ja: '表の名前で、`/proc/net/ipt_hashlimit` の下のファイル名になります。同じ名前のルールは表を共有します。',
      },
    },
    {
      name: 'hashlimit-htable-size',
      values: [{ type: uint32, label: 'buckets', sample: '1024' }],
      doc: {
        en: 'The number of hash buckets (up to 1048576). The kernel picks one by the memory where it is left out.',
        ja: 'ハッシュのバケット数(1048576 まで)です。省略すると、カーネルがメモリー量から決めます。',
      },
    },
    {
      name: 'hashlimit-htable-max',
      values: [{ type: uint32, label: 'entries', sample: '32768' }],
      doc: {
        en: 'The most groups that are kept (up to 1048576). When the table is full, packets of new groups are dropped.',
        ja: '保持するグループの最大数(1048576 まで)です。満杯になると、新しいグループのパケットは破棄されます。',
      },
    },
    {
      name: 'hashlimit-htable-expire',
      values: [{ type: milliseconds, label: 'milliseconds', sample: '60000' }],
      doc: {
        en: 'After how many milliseconds without packets a group is forgotten, its burst with it.',
        ja: 'パケットが来なくなってから、グループを(バーストの残量とともに)忘れるまでのミリ秒数です。',
      },
    },
    {
      name: 'hashlimit-htable-gcinterval',
      values: [{ type: milliseconds, label: 'milliseconds', sample: '1000' }],
      doc: { en: 'How often forgotten groups are cleared away.', ja: '期限切れのグループを片付ける間隔(ミリ秒)です。' },
    },
    {
      name: 'hashlimit-rate-match',
      values: [],
      doc: {
        en: 'Measures the rate instead of limiting it: all packets of a group match, or none, by whether its rate is above or below.',
        ja: '頻度を制限する代わりに測定します。頻度が上か下かによって、グループのすべてのパケットが一致するか、まったく一致しないかになります。',
      },
    },
    {
      name: 'hashlimit-rate-interval',
      values: [{ type: hashlimitInterval, label: 'seconds', sample: '10' }],
      doc: {
        en: 'Over how many seconds `--hashlimit-rate-match` measures. Without that option it changes nothing.',
        ja: '`--hashlimit-rate-match` で測定する秒数です。そのオプションがなければ、何の効果もありません。',
      },
    },
  ],
  groups: [{ options: ['hashlimit-upto', 'hashlimit-above'], count: 'exactly-one', refusal: 'You have to specify --hashlimit' }],
  check: (use) => [...masksWithGaps(use), ...burstFits(use)],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m hashlimit --hashlimit-above 3/minute --hashlimit-burst 3 --hashlimit-mode srcip --hashlimit-name ssh -j DROP',
        '-A INPUT -p udp --dport 53 -m hashlimit --hashlimit-upto 50/second --hashlimit-burst 100 --hashlimit-mode srcip --hashlimit-srcmask 24 --hashlimit-name dns --hashlimit-htable-size 1024 --hashlimit-htable-max 32768 --hashlimit-htable-expire 60000 --hashlimit-htable-gcinterval 1000 -j ACCEPT',
      ],
      title: {
        en: 'Three new SSH connections a minute for each client, and DNS for each network',
        ja: 'SSH の新規接続をクライアントごとに毎分 3 本まで、DNS をネットワークごとに制限します',
      },
    },
    {
      table: 'mangle',
      rules: [
        '-A FORWARD -m hashlimit --hashlimit-above 512kb/s --hashlimit-burst 1mb --hashlimit-mode dstip --hashlimit-dstmask 32 --hashlimit-name down -j MARK --set-mark 1',
        '-A FORWARD -m hashlimit ! --hashlimit-above 100/second --hashlimit-mode srcip,dstip,dstport --hashlimit-name flows --hashlimit-rate-match --hashlimit-rate-interval 10 -j MARK --set-mark 2',
        '-A FORWARD -m hashlimit ! --hashlimit-upto 1000 --hashlimit-name all -j MARK --set-mark 3',
      ],
      title: { en: 'Marks heavy downloaders and quiet flows', ja: '大量にダウンロードするホストと、流量の少ないフローに mark を付けます' },
    },
  ],
  source: { man: 'hashlimit', file: 'extensions/libxt_hashlimit.c', kernel: 'net/netfilter/xt_hashlimit.c' },
};

/** A mask in full becomes its length; one with gaps has none (255 is what libxtables hands over), and the kernel refuses that. */
function masksWithGaps(use: ExtensionUse): readonly UseFault[] {
  return use.options.flatMap((option): readonly UseFault[] => {
    const word = option.values[0];
    if (word === undefined || !/[.:]/.test(word) || !option.name.endsWith('mask')) return [];
    const mask = readMask(word, 0, word.length, use.family, 'option');
    if (mask === undefined || (use.family === 'ipv4' ? ipv4PrefixLength(mask[0] ?? 0) : ipv6PrefixLength(mask)) >= 0) return [];
    return [
      {
        option: option.name,
        value: 0,
        message: {
          en: `${word} is a mask with gaps, which no prefix length stands for. Write a prefix length.`,
          ja: `${word} は途切れのあるマスクで、プレフィックス長として表せません。プレフィックス長で書いてください。`,
        },
        refusal: 'RULE_APPEND failed (Invalid argument)',
      },
    ];
  });
}

/** XT_HASHLIMIT_SCALE_v2: the kernel counts in millionths of a second. */
const scale = 1_000_000;

/** `user2credits` multiplies by this (HZ × credits per jiffy / scale) for HZ 250 and 1000; 64 bits hold the product. */
const creditFactor = 137_438_953n;
const word64 = 2n ** 64n;

/** What the final check and the kernel have against a rate and a burst together. */
function burstFits(use: ExtensionUse): readonly UseFault[] {
  const rateUse = use.options.find((option) => option.name === 'hashlimit-upto' || option.name === 'hashlimit-above');
  const burstWord = use.options.find((option) => option.name === 'hashlimit-burst')?.values[0];
  const rateWord = rateUse?.values[0];
  if (rateUse === undefined || rateWord === undefined) return [];
  const rate = parseHashlimitRate(rateWord);
  const burst = burstWord === undefined ? 5 : parseHashlimitBurst(burstWord);
  if (rate === undefined || burst === undefined) return [];
  const measures = use.options.some((option) => option.name === 'hashlimit-rate-match');
  if (rate.unit === 'bytes') return burstWord === undefined ? [] : byteBurst(rate.amount, burst);
  const place = burstWord === undefined ? { option: rateUse.name } : { option: 'hashlimit-burst', value: 0 };
  if (burst > 1_000_000) {
    return [
      {
        ...place,
        message: {
          en: 'With a rate in packets the burst is a number of packets, at most 1000000.',
          ja: 'パケット単位の頻度では、バーストはパケット数で、上限は 1000000 です。',
        },
        refusal: 'bad value for option "--hashlimit-burst", or out of range (1-1000000).',
      },
    ];
  }
  const cost = Math.floor((scale * rate.seconds) / rate.amount);
  if (cost === 0) return [];
  if (measures) {
    if (Math.floor(cost / rate.seconds) > 0) return [];
    return [
      {
        option: rateUse.name,
        value: 0,
        message: {
          en: 'With --hashlimit-rate-match the amount itself must not be above 1000000, whatever the unit.',
          ja: '--hashlimit-rate-match を使う場合、単位にかかわらず、量は 1000000 以下でなければなりません。',
        },
        refusal: 'RULE_APPEND failed (Numerical result out of range)',
      },
    ];
  }
  return packetBurst(rateWord, cost, burst, place);
}

/** Bytes are kept as 2^32 divided by the number of 16-byte units; back from that the burst must not be smaller. */
function byteBurst(amount: number, burst: number): readonly UseFault[] {
  const cost = Math.floor(U32 / (Math.floor(amount / 16) + 1));
  const kept = (Math.floor(U32 / cost) - 1) * 16;
  if (kept > 0 && burst >= kept) return [];
  return [
    kept > 0
      ? {
          option: 'hashlimit-burst',
          value: 0,
          message: {
            en: `With a rate in bytes the burst is a number of bytes, and not below one second's worth: at least ${kept}b here.`,
            ja: `バイト単位の速度では、バーストもバイト数で、1 秒分より小さくはできません。ここでは ${kept}b 以上を指定してください。`,
          },
          refusal: `burst cannot be smaller than ${kept}b`,
        }
      : {
          option: 'hashlimit-burst',
          message: {
            en: 'Below 16 bytes per second a burst makes iptables crash (it divides by 0). Give at least 16b/s.',
            ja: '毎秒 16 バイト未満でバーストを指定すると、iptables が 0 での除算により異常終了します。16b/s 以上にしてください。',
          },
          refusal: 'Floating point exception',
        },
  ];
}

function packetBurst(rateWord: string, cost: number, burst: number, place: Pick<UseFault, 'option' | 'value'>): readonly UseFault[] {
  const one = BigInt(cost) * creditFactor;
  const most = word64 / one;
  if (BigInt(burst) <= most) return [];
  const wrapped = (one * BigInt(burst)) % word64;
  const refused = wrapped < one;
  return [
    {
      ...place,
      ...(refused ? { refusal: 'RULE_APPEND failed (Numerical result out of range)' } : { severity: 'warning' }),
      message: refused
        ? {
            en: `The kernel cannot hold a burst of ${burst} at ${rateWord} and refuses it. Give --hashlimit-burst ${most} or less.`,
            ja: `頻度 ${rateWord} ではバースト ${burst} をカーネルが保持できず、拒否されます。--hashlimit-burst を ${most} 以下にしてください。`,
          }
        : {
            en: `The kernel cannot hold a burst of ${burst} at ${rateWord}: it wraps around to about ${wrapped / one}. Give --hashlimit-burst ${most} or less.`,
            ja: `頻度 ${rateWord} ではバースト ${burst} をカーネルが保持できず、桁あふれで約 ${wrapped / one} になります。--hashlimit-burst を ${most} 以下にしてください。`,
          },
    },
  ];
}
