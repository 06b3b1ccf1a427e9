import { mark, markExclusive, markSet, unsignedInteger } from '../../values';
import { scanUnsigned } from '../../values/scan';
import { markSettings } from '../mark-settings';
import type { ExtensionUse, OptionUse, TargetSpec, UseFault } from '../schema';

const settings = markSettings('connection');
const operations = ['set-xmark', 'set-mark', 'and-mark', 'or-mark', 'xor-mark', 'save-mark', 'restore-mark'];
const others = (name: string): readonly string[] => operations.filter((one) => one !== name);
const shift = unsignedInteger({ id: 'mark-shift', max: 32, doc: { en: 'A number of bits, 0 to 31.', ja: 'ビット数(0～31)です。' } });

export const CONNMARKTarget: TargetSpec = {
  kind: 'target',
  name: 'CONNMARK',
  verdict: 'continue',
  changes: ['mark', 'connection'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Sets the mark of the whole connection, or copies it from or to the packet.',
    ja: 'コネクション全体の mark を設定し、またはパケットの mark との間でコピーします。',
  },
  doc: {
    en: [
      'The usual pattern: mark the first packet of a connection with `MARK`, keep the mark with `--save-mark`, and give it to every later packet with `--restore-mark`, so that replies take the same route.',
      'Untracked packets have no connection: the target leaves them alone. In raw there is none yet. `iptables-save` prints `--set-mark`, `--and-mark`, `--or-mark` and `--xor-mark` as `--set-xmark`, and `--mask` as `--nfmask` with `--ctmask`.',
    ].join('\n\n'),
    ja: [
      '典型的な使い方では、コネクションの最初のパケットに `MARK` で付けた mark を `--save-mark` で保存し、以後のパケットに `--restore-mark` で付け直します。こうすると返信も同じ経路を通ります。',
      '追跡されないパケットにはコネクションがないため、何も起きません。raw の時点ではまだコネクションがありません。`iptables-save` は `--set-mark`、`--and-mark`、`--or-mark`、`--xor-mark` を `--set-xmark` として、`--mask` を `--nfmask` と `--ctmask` として出力します。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'set-xmark',
      setsMark: settings['set-xmark'],
      values: [{ type: markExclusive, label: 'value[/mask]', sample: '0x1/0xff' }],
      excludes: others('set-xmark'),
      doc: {
        en: "Clears the bits of the mask in the connection's mark, then flips the bits of the value.",
        ja: 'コネクションの mark のうちマスクのビットを消し、値のビットを反転します(XOR)。',
      },
    },
    {
      name: 'set-mark',
      setsMark: settings['set-mark'],
      values: [{ type: markSet, label: 'value[/mask]', sample: '0x1' }],
      excludes: others('set-mark'),
      doc: {
        en: "Sets the connection's mark; with a mask, only those bits of it.",
        ja: 'コネクションの mark を設定します。マスクがあれば、そのビットだけを変えます。',
      },
    },
    {
      name: 'and-mark',
      setsMark: settings['and-mark'],
      values: [{ type: mark, label: 'bits', sample: '0xff' }],
      excludes: others('and-mark'),
      doc: { en: "Keeps only these bits of the connection's mark.", ja: 'コネクションの mark のうち、これらのビットだけを残します(AND)。' },
    },
    {
      name: 'or-mark',
      setsMark: settings['or-mark'],
      values: [{ type: mark, label: 'bits', sample: '0x100' }],
      excludes: others('or-mark'),
      doc: { en: "Sets these bits of the connection's mark.", ja: 'コネクションの mark のこれらのビットを立てます(OR)。' },
    },
    {
      name: 'xor-mark',
      setsMark: settings['xor-mark'],
      values: [{ type: mark, label: 'bits', sample: '0x1' }],
      excludes: others('xor-mark'),
      doc: { en: "Flips these bits of the connection's mark.", ja: 'コネクションの mark のこれらのビットを反転します(XOR)。' },
    },
    {
      name: 'save-mark',
      copiesMarkTo: 'connection',
      values: [],
      excludes: others('save-mark'),
      doc: {
        en: "Copies the packet's mark to the connection: the bits of `--ctmask` are cleared there, the packet's bits of `--nfmask` come in.",
        ja: 'パケットの mark をコネクションにコピーします。コネクション側では `--ctmask` のビットが消え、パケットの `--nfmask` のビットが入ります。',
      },
    },
    {
      name: 'restore-mark',
      copiesMarkTo: 'packet',
      values: [],
      excludes: others('restore-mark'),
      doc: {
        en: "Copies the connection's mark to the packet: the bits of `--nfmask` are cleared there, the connection's bits of `--ctmask` come in. The man page says mangle only; the kernel takes it everywhere.",
        ja: 'コネクションの mark をパケットにコピーします。パケット側では `--nfmask` のビットが消え、コネクションの `--ctmask` のビットが入ります。マニュアルには mangle 専用とありますが、カーネルはどこでも受け付けます。',
      },
    },
    {
      name: 'left-shift-mark',
      values: [{ type: shift, label: 'bits', sample: '8' }],
      doc: { en: 'Shifts the mark left by so many bits on the way.', ja: 'その際に mark をこのビット数だけ左にずらします。' },
      since: '1.8.0',
    },
    {
      name: 'right-shift-mark',
      values: [{ type: shift, label: 'bits', sample: '8' }],
      doc: { en: 'Shifts the mark right by so many bits on the way.', ja: 'その際に mark をこのビット数だけ右にずらします。' },
      since: '1.8.0',
    },
    {
      name: 'ctmask',
      values: [{ type: mark, label: 'mask', sample: '0xff' }],
      excludes: ['mask'],
      doc: {
        en: "With `--save-mark` and `--restore-mark`: the bits of the connection's mark that take part; all unless given.",
        ja: '`--save-mark` と `--restore-mark` で使う、コネクションの mark のビットです。省略するとすべてです。',
      },
    },
    {
      name: 'nfmask',
      values: [{ type: mark, label: 'mask', sample: '0xff' }],
      excludes: ['mask'],
      doc: {
        en: "With `--save-mark` and `--restore-mark`: the bits of the packet's mark that take part; all unless given.",
        ja: '`--save-mark` と `--restore-mark` で使う、パケットの mark のビットです。省略するとすべてです。',
      },
    },
    {
      name: 'mask',
      values: [{ type: mark, label: 'mask', sample: '0xff' }],
      excludes: ['ctmask', 'nfmask'],
      doc: {
        en: 'With `--save-mark` and `--restore-mark`: both masks at once.',
        ja: '`--save-mark` と `--restore-mark` で使う、2 つのマスクをまとめた指定です。',
      },
    },
  ],
  groups: [{ options: operations, count: 'at-least-one', refusal: 'CONNMARK target: No operation specified' }],
  check: checkCONNMARK,
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -j CONNMARK --restore-mark',
        '-A PREROUTING -i eth1 -m mark --mark 0 -j MARK --set-mark 0x1',
        '-A PREROUTING -j CONNMARK --save-mark',
      ],
      title: { en: 'Keep the mark for the whole connection', ja: 'mark をコネクション全体で保つ' },
    },
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff00 --left-shift-mark 8',
        '-A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff00 --right-shift-mark 8',
        '-A OUTPUT -j CONNMARK --restore-mark --mask 0xff',
      ],
      title: { en: 'Share the mark with others: copy eight bits only', ja: 'mark を分け合う: 8 ビットだけをコピーする' },
    },
    {
      table: 'mangle',
      rules: [
        '-A PREROUTING -i eth1 -j CONNMARK --set-mark 0x1',
        '-A PREROUTING -i eth2 -j CONNMARK --set-xmark 0x2/0xff',
        '-A PREROUTING -i eth3 -j CONNMARK --or-mark 0x100',
        '-A PREROUTING -i eth4 -j CONNMARK --and-mark 0xffff',
        '-A PREROUTING -i eth5 -j CONNMARK --xor-mark 0x1',
      ],
      title: { en: "Set the connection's mark directly", ja: 'コネクションの mark を直接設定する' },
    },
  ],
  source: { man: 'CONNMARK', file: 'extensions/libxt_CONNMARK.c', kernel: 'net/netfilter/xt_connmark.c' },
};

/** What the option table does not say: masks belong to copying, one shift is kept, and the kernel refuses a shift by 32. */
function checkCONNMARK(use: ExtensionUse): readonly UseFault[] {
  const faults: UseFault[] = [];
  const given = (name: string): boolean => use.options.some((option) => option.name === name);
  const copies = given('save-mark') || given('restore-mark');
  const sets = operations.some((name) => name !== 'save-mark' && name !== 'restore-mark' && given(name));
  const shifts = use.options.filter((option) => option.name.endsWith('-shift-mark'));
  for (const option of use.options) {
    if (['mask', 'ctmask', 'nfmask'].includes(option.name) && sets && !copies) {
      faults.push({
        option: option.name,
        message: {
          en: `\`--${option.name}\` is for \`--save-mark\` and \`--restore-mark\`. Write the mask behind the value instead: \`--set-mark 0x1/0xff\`.`,
          ja: `\`--${option.name}\` は \`--save-mark\` と \`--restore-mark\` のためのものです。マスクは \`--set-mark 0x1/0xff\` のように値の後ろに書いてください。`,
        },
        severity: 'warning',
      });
    }
    if (shifts.includes(option) && amount(option) === 32) {
      faults.push({
        option: option.name,
        value: 0,
        message: {
          en: 'The kernel refuses a shift by all 32 bits: 31 is the most.',
          ja: '32 ビットすべてをずらす指定はカーネルが拒否します。最大は 31 です。',
        },
        refusal: 'Invalid argument',
      });
    }
  }
  for (const option of shifts.slice(0, -1)) {
    faults.push({
      option: option.name,
      message: {
        en: 'A rule shifts once: the later shift takes the place of this one.',
        ja: '1 つのルールでずらせるのは 1 回です。後に書いた指定で置き換えられます。',
      },
      severity: 'warning',
    });
  }
  return faults;
}

/** The number of bits, in whichever base it is written; -1 where it is none. */
function amount(option: OptionUse): number {
  const value = option.values[0] ?? '';
  return scanUnsigned(value, 0, value.length);
}
