import { text } from '../../values';
import { ledDelay } from '../../values/led-delay';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

const trigger = text({
  id: 'led-trigger-id',
  maxBytes: 16,
  truncated: 'refused',
  refusal: () => 'Argument must have a maximum length of 16 characters',
  doc: { en: 'A name of at most 16 bytes.', ja: '16 バイト以下の名前です。' },
});

export const LEDTarget: TargetSpec = {
  kind: 'target',
  name: 'LED',
  verdict: 'continue',
  onlyTells: true,
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Lights an indicator lamp when packets pass.',
    ja: 'パケットが通るとインジケーターランプを点灯させます。',
  },
  doc: {
    en: 'The rule makes a trigger; a lamp is tied to it with `echo netfilter-NAME > /sys/class/leds/LAMP/trigger`.',
    ja: 'ルールによってトリガーが作られます。`echo netfilter-NAME > /sys/class/leds/LAMP/trigger` でランプと結び付けます。',
  },
  options: [
    {
      name: 'led-trigger-id',
      values: [{ type: trigger, label: 'name', sample: 'ssh' }],
      required: true,
      doc: {
        en: "The trigger's name behind `netfilter-`, at most 16 bytes.",
        ja: '`netfilter-` に続くトリガーの名前です。16 バイト以下です。',
      },
    },
    {
      name: 'led-delay',
      values: [{ type: ledDelay, label: 'ms|inf', sample: '1000' }],
      doc: {
        en: 'How many milliseconds the lamp stays lit; `inf` keeps it on. 0 unless given: as short as possible.',
        ja: '点灯し続けるミリ秒数です。`inf` は点灯したままにします。省略すると 0(できるだけ短く)です。',
      },
    },
    {
      name: 'led-always-blink',
      values: [],
      doc: { en: 'Blinks for every packet, even while the lamp is lit.', ja: '点灯中でも、パケットごとに点滅させます。' },
    },
  ],
  check: notEmpty,
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp -m tcp --dport 22 -j LED --led-trigger-id ssh --led-delay 1000 --led-always-blink'],
      title: { en: 'Show SSH traffic', ja: 'SSH の通信をランプで示す' },
      requires: 'xt_LED',
    },
  ],
  source: { man: 'LED', file: 'extensions/libxt_LED.c', kernel: 'net/netfilter/xt_LED.c' },
};

/** An empty name passes iptables (`netfilter-` is put in front), and names no trigger of its own. */
function notEmpty(use: ExtensionUse): readonly UseFault[] {
  if (!use.options.some((option) => option.name === 'led-trigger-id' && option.values[0] === '')) return [];
  return [
    {
      option: 'led-trigger-id',
      value: 0,
      message: { en: 'The trigger has no name of its own.', ja: 'トリガーの名前が空です。' },
      severity: 'warning',
    },
  ];
}
