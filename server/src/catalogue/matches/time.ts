import { dateTime, parseDateTime } from '../../values/date-time';
import { monthDays } from '../../values/month-days';
import { parseTimeOfDay, timeOfDay } from '../../values/time-of-day';
import { weekDays } from '../../values/week-days';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

/** The time a packet comes at. Facts: libxt_time.c, `time_mt` and `time_mt_check` in the kernel's xt_time.c. */
export const timeMatch: MatchSpec = {
  kind: 'match',
  name: 'time',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by date, time of the day, day of the week and of the month.',
    ja: '日付、時刻、曜日、月の日付でパケットを判定します。',
  },
  doc: {
    en: [
      "Everything given must hold. All times are UTC: for office hours in Tokyo, 09:00 to 17:00, write `--timestart 00:00 --timestop 08:00`, and mind that the day of the week is that of UTC, too. With `--kerneltz` the kernel's own offset counts, which many systems never set and which does not follow summer time.",
      'A `--timestop` before `--timestart` passes midnight: 23:00 to 01:00 matches the first and the last hour of a day. With `--weekdays Mon` those are both hours of Monday; add `--contiguous` for the two hours from Monday 23:00 on.',
      'Both ends count, to the second. `--datestop 2030-01-31` ends at the very beginning of that day; for the whole day write `2030-01-31T23:59:59`.',
      'Established connections go on when their time is over, if a rule before accepts `RELATED,ESTABLISHED`. `iptables-save` prints a `--datestop 2038-01-19T03:14:07` where none was given.',
    ].join('\n\n'),
    ja: [
      '指定した条件がすべて成り立つと一致します。時刻はすべて UTC です。東京の 9 時から 17 時までなら `--timestart 00:00 --timestop 08:00` と書きます。曜日や日付も UTC で判定される点に注意してください。`--kerneltz` を付けるとカーネルの時差が使われますが、設定していないシステムが多く、夏時間にも追従しません。',
      '`--timestop` が `--timestart` より前なら、日付をまたぎます。23:00 から 01:00 は、1 日の最初と最後の 1 時間に一致します。`--weekdays Mon` を付けると、どちらも月曜日の 1 時間です。月曜 23:00 からの 2 時間にするには `--contiguous` を加えます。',
      '両端は秒単位で含まれます。`--datestop 2030-01-31` はその日の始まりで終わります。その日いっぱいなら `2030-01-31T23:59:59` と書きます。',
      '前のルールで `RELATED,ESTABLISHED` を許可していると、時間が過ぎても確立済みの接続は続きます。`--datestop` を書かなくても、`iptables-save` は `--datestop 2038-01-19T03:14:07` を出力します。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'datestart',
      values: [{ type: dateTime, label: 'YYYY[-MM[-DD[Thh[:mm[:ss]]]]]', sample: '2030-12-24' }],
      doc: {
        en: 'From this moment on; from 1970 where it is left out.',
        ja: 'この時点から一致します。省略すると 1970 年からです。',
      },
    },
    {
      name: 'datestop',
      values: [{ type: dateTime, label: 'YYYY[-MM[-DD[Thh[:mm[:ss]]]]]', sample: '2030-12-27T23:59:59' }],
      doc: {
        en: 'Up to this moment; a date without a time is the beginning of that day. 2038-01-19T03:14:07 where it is left out.',
        ja: 'この時点まで一致します。時刻のない日付は、その日の始まりを表します。省略すると 2038-01-19T03:14:07 です。',
      },
    },
    {
      name: 'timestart',
      values: [{ type: timeOfDay, label: 'hh:mm[:ss]', sample: '09:00' }],
      doc: { en: 'From this time of the day on; 00:00 where it is left out.', ja: 'この時刻から一致します。省略すると 00:00 です。' },
    },
    {
      name: 'timestop',
      values: [{ type: timeOfDay, label: 'hh:mm[:ss]', sample: '17:00' }],
      doc: {
        en: 'Up to this time of the day, that second included; 23:59:59 where it is left out.',
        ja: 'この時刻まで(その秒を含む)一致します。省略すると 23:59:59 です。',
      },
    },
    {
      name: 'contiguous',
      values: [],
      doc: {
        en: 'One stretch across midnight, which belongs to the day that it begins on. Needs a `--timestart` that is not before `--timestop`.',
        ja: '真夜中をまたぐ時間帯をひと続きとみなし、始まった日のものとして扱います。`--timestart` が `--timestop` より前であってはいけません。',
      },
    },
    {
      name: 'weekdays',
      invertible: true,
      values: [{ type: weekDays, label: 'day[,day]…', sample: 'Mon,Tue,Wed,Thu,Fri' }],
      doc: {
        en: 'On these days of the week: `Mon` to `Sun`, or 1 to 7. There are no ranges: `Mon-Fri` loads as Monday.',
        ja: 'これらの曜日に一致します。`Mon`~`Sun` または 1~7 です。範囲は書けません。`Mon-Fri` は月曜日だけとして読み込まれます。',
      },
    },
    {
      name: 'monthdays',
      invertible: true,
      values: [{ type: monthDays, label: 'day[,day]…', sample: '1,15' }],
      doc: {
        en: 'On these days of the month, 1 to 31. With `--weekdays` both must hold: `--weekdays Fri --monthdays 22,23,24,25,26,27,28` is the fourth Friday.',
        ja: '月のこれらの日(1~31)に一致します。`--weekdays` と併用すると両方が条件になり、`--weekdays Fri --monthdays 22,23,24,25,26,27,28` は第 4 金曜日を表します。',
      },
    },
    {
      name: 'localtz',
      excludes: ['utc'],
      values: [],
      doc: { en: 'The old name of `--kerneltz`.', ja: '`--kerneltz` の古い名前です。' },
      deprecated: {
        en: 'Write `--kerneltz`; iptables warns of this name.',
        ja: '`--kerneltz` と書いてください。この名前では iptables が警告します。',
      },
    },
    {
      name: 'utc',
      excludes: ['localtz', 'kerneltz'],
      values: [],
      doc: { en: 'Times are UTC, as without the option.', ja: '時刻を UTC とします(既定)。' },
    },
    {
      name: 'kerneltz',
      excludes: ['utc'],
      values: [],
      doc: {
        en: "Times are in the kernel's time zone: an offset that is set at boot, if at all, and does not follow summer time. Better stay with UTC.",
        ja: '時刻をカーネルのタイムゾーンで判定します。起動時に(設定されるとしても)決まった時差のままで、夏時間に追従しません。UTC の使用を勧めます。',
      },
    },
  ],
  check: (use) => [...contiguous(use), ...dates(use)],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A FORWARD -p tcp --dport 80 -m time --timestart 09:00 --timestop 17:00 --weekdays Mon,Tue,Wed,Thu,Fri --utc -j ACCEPT',
        '-A FORWARD -p tcp --dport 80 -m time --weekdays Fri --timestart 22:00 --timestop 02:00 --contiguous -j ACCEPT',
        '-A FORWARD -p tcp --dport 80 -j REJECT',
      ],
      title: { en: 'Web access in office hours and on Friday night', ja: '勤務時間と金曜の夜だけ Web を許可します' },
    },
    {
      table: 'filter',
      rules: [
        '-A INPUT -m time --datestart 2030-12-24 --datestop 2030-12-27T23:59:59 -j DROP',
        '-A INPUT -m time ! --weekdays Sat,Sun ! --monthdays 1,15 --kerneltz -j ACCEPT',
        '-A INPUT -m time --timestart 00:00 --timestop 00:10 --localtz -j LOG',
      ],
      title: { en: 'Holidays, and all days but some', ja: '休業期間と、一部の日を除いた指定の例です' },
    },
  ],
  source: { man: 'time', file: 'extensions/libxt_time.c', kernel: 'net/netfilter/xt_time.c' },
  since: 'Linux 2.6.24 (`--contiguous`: 3.7)',
};

function wordOf(use: ExtensionUse, name: string): string | undefined {
  return use.options.find((option) => option.name === name)?.values[0];
}

/** `time_check` in libxt_time.c, and `time_mt_check` in the kernel. */
function contiguous(use: ExtensionUse): readonly UseFault[] {
  if (!use.options.some(({ name }) => name === 'contiguous')) return [];
  const [start, stop] = [wordOf(use, 'timestart') ?? '00:00', wordOf(use, 'timestop') ?? '23:59:59'];
  const [from, to] = [parseTimeOfDay(start), parseTimeOfDay(stop)];
  if (from === undefined || to === undefined || from >= to) return [];
  return [
    {
      option: 'contiguous',
      message: {
        en: `--contiguous is for a time that passes midnight, and ${start} to ${stop} does not. Leave it out.`,
        ja: `--contiguous は真夜中をまたぐ時間帯のためのものですが、${start} から ${stop} はまたぎません。取り除いてください。`,
      },
      refusal: 'time: --contiguous only makes sense when stoptime is smaller than starttime',
    },
  ];
}

/** The largest number of 31 bits, where `--datestop` stands without the option. */
const lastDate = '2038-01-19T03:14:07';

function dates(use: ExtensionUse): readonly UseFault[] {
  const [start, stop] = [wordOf(use, 'datestart'), wordOf(use, 'datestop')];
  const [from, to] = [parseDateTime(start ?? '1970'), parseDateTime(stop ?? lastDate)];
  if (from === undefined || to === undefined || from <= to) return [];
  return [
    {
      option: stop === undefined ? 'datestart' : 'datestop',
      value: 0,
      severity: 'warning',
      message: {
        en: `The rule never matches: it ends (${stop ?? lastDate}) before it begins (${start}).`,
        ja: `終わり(${stop ?? lastDate})が始まり(${start})より前のため、このルールは一致しません。`,
      },
    },
  ];
}
