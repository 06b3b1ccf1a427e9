import { text, U32, unsignedInteger } from '../../values';
import { scanUnsigned } from '../../values/scan';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

/** `INT_MAX / 1000` seconds, from which on the kernel refuses (`idletimer_tg_helper` in xt_IDLETIMER.c). */
const timeoutLimit = 2147483;
const seconds = unsignedInteger({
  id: 'idletimer-timeout',
  max: U32,
  doc: { en: `Seconds, 1 to ${timeoutLimit - 1}.`, ja: `秒数(1～${timeoutLimit - 1})です。` },
});
const label = text({
  id: 'idletimer-label',
  maxBytes: 27,
  truncated: 'changed',
  doc: { en: 'A name of at most 27 bytes.', ja: '27 バイト以下の名前です。' },
});

export const IDLETIMERTarget: TargetSpec = {
  kind: 'target',
  name: 'IDLETIMER',
  verdict: 'continue',
  onlyTells: true,
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Restarts a timer that tells when no packet has come for a while.',
    ja: '一定時間パケットが来ないことを知らせるタイマーを、最初から数え直します。',
  },
  doc: {
    en: 'When the timer runs out, programs that watch `/sys/class/xt_idletimer/timers/LABEL` are told, for example to switch a radio off. Rules with the same label share the timer; they must all have `--alarm` or none.',
    ja: 'タイマーが切れると、`/sys/class/xt_idletimer/timers/LABEL` を監視しているプログラムに通知されます。無線を切るなどの用途に使います。同じラベルのルールはタイマーを共有します。`--alarm` の有無はそろえる必要があります。',
  },
  options: [
    {
      name: 'timeout',
      values: [{ type: seconds, label: 'seconds', sample: '60' }],
      required: true,
      doc: {
        en: 'After how many seconds without a packet the timer runs out.',
        ja: 'パケットが来ないままこの秒数が過ぎると、タイマーが切れます。',
      },
    },
    {
      name: 'label',
      values: [{ type: label, label: 'name', sample: 'wlan0' }],
      required: true,
      doc: {
        en: "The timer's name, at most 27 bytes, without a slash.",
        ja: 'タイマーの名前です。27 バイト以下で、スラッシュは使えません。',
      },
    },
    {
      name: 'alarm',
      values: [],
      doc: { en: 'Counts while the machine is suspended too.', ja: 'サスペンド中も数え続けます。' },
      since: '1.8.5',
    },
  ],
  check: checkIDLETIMER,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A OUTPUT -o wlan0 -j IDLETIMER --timeout 60 --label wlan0',
        '-A OUTPUT -o wwan0 -j IDLETIMER --timeout 10 --label modem --alarm',
      ],
      title: { en: 'Notice when interfaces fall idle', ja: 'インターフェースが使われなくなったことを知る' },
    },
  ],
  source: {
    man: 'IDLETIMER',
    file: 'extensions/libxt_IDLETIMER.c',
    kernel: 'net/netfilter/xt_IDLETIMER.c',
  },
  since: 'Linux 2.6.36',
};

/** `idletimer_tg_helper` and `idletimer_check_sysfs_name` in the kernel. (Android's iptables has a `--send_nl_msg` that no other has.) */
function checkIDLETIMER(use: ExtensionUse): readonly UseFault[] {
  const faults: UseFault[] = [];
  for (const option of use.options) {
    const value = option.values[0];
    if (option.name === 'timeout' && value !== undefined && outOfReach(value)) {
      faults.push({
        option: option.name,
        value: 0,
        message: {
          en: `The kernel takes 1 to ${timeoutLimit - 1} seconds.`,
          ja: `カーネルが受け付けるのは 1～${timeoutLimit - 1} 秒です。`,
        },
        refusal: 'Invalid argument',
      });
    } else if (option.name === 'label' && value !== undefined && (value === '' || value.includes('/') || reserved.has(value))) {
      faults.push({
        option: option.name,
        value: 0,
        message: {
          en: "The label becomes a file's name: it must not be empty, have a slash, or be `power`, `subsystem` or `uevent`.",
          ja: 'ラベルはファイル名になります。空にすること、スラッシュを含めること、`power`、`subsystem`、`uevent` を使うことはできません。',
        },
        refusal: 'Invalid argument',
      });
    }
  }
  return faults;
}

/** A number that iptables takes and the kernel does not. */
function outOfReach(value: string): boolean {
  const number = scanUnsigned(value, 0, value.length);
  return number === 0 || (number >= timeoutLimit && number <= U32);
}

const reserved: ReadonlySet<string> = new Set(['power', 'subsystem', 'uevent']);
