import { addressList } from '../../values/address';
import { dscpOfClass } from '../../values/dscp';
import type { SavedForm } from './saved-forms';
import type { SavedOption } from './saved-option';
import { hexadecimal, replaced, saved, withDefault } from './saved-option';

const nat: readonly string[] = ['random', 'random-fully', 'persistent'];

const hmarkOrder: readonly string[] = [
  ...['hmark-src-prefix', 'hmark-dst-prefix', 'hmark-sport-mask', 'hmark-dport-mask', 'hmark-spi-mask'],
  ...['hmark-sport', 'hmark-dport', 'hmark-spi', 'hmark-proto-mask', 'hmark-rnd', 'hmark-mod', 'hmark-offset', 'hmark-tuple'],
];

/** How many digits its numbers have; those of others are decimal. */
const hmarkDigits: Readonly<Record<string, number>> = {
  'hmark-sport-mask': 4,
  'hmark-dport-mask': 4,
  'hmark-spi-mask': 8,
  'hmark-sport': 4,
  'hmark-dport': 4,
  'hmark-spi': 8,
  'hmark-proto-mask': 2,
  'hmark-rnd': 8,
};

/** The targets that iptables-save prints otherwise than word for word. */
export const targetForms: ReadonlyMap<string, SavedForm> = new Map<string, SavedForm>([
  ['CONNMARK', { rewrite: connmark }],
  ['CT', { order: ['notrack', 'helper', 'timeout', 'ctevents', 'expevents', 'zone-orig', 'zone-reply', 'zone'] }],
  ['DNAT', { order: ['to-destination', ...nat] }],
  ['DNPT', { order: ['src-pfx', 'dst-pfx'] }],
  [
    'DSCP',
    {
      rewrite: (options) =>
        options.map((option) => {
          const number = option.name === 'set-dscp-class' ? dscpOfClass(option.values[0] ?? '') : undefined;
          return saved('set-dscp', hexadecimal(number === undefined ? (option.values[0] ?? '') : String(number), 2));
        }),
    },
  ],
  ['HMARK', { order: hmarkOrder, rewrite: (options) => options.map(hmark) }],
  ['IDLETIMER', { order: ['timeout', 'label', 'alarm', 'send_nl_msg'] }],
  [
    'LOG',
    {
      order: ['log-prefix', 'log-level', 'log-tcp-sequence', 'log-tcp-options', 'log-ip-options', 'log-uid', 'log-macdecode'],
      quotes: { 'log-prefix': 'strict' },
      rewrite: (options) => replaced(options, 'log-level', (option) => (option.values[0] === '4' ? undefined : option)),
    },
  ],
  ['MARK', { rewrite: xmark }],
  ['MASQUERADE', { order: ['to-ports', 'random', 'random-fully'] }],
  [
    'NETMAP',
    {
      // The bits behind the mask are never looked at.
      rewrite: (options, { family }) =>
        replaced(options, 'to', (option) => ({
          ...option,
          values: option.values.map((value) => addressList.canonical?.(value, { family, protocol: undefined, inverted: false }) ?? value),
        })),
    },
  ],
  [
    'NFLOG',
    {
      order: ['nflog-prefix', 'nflog-group', 'nflog-range', 'nflog-size', 'nflog-threshold'],
      quotes: { 'nflog-prefix': 'strict' },
      rewrite: (options) => options.filter(({ name, values }) => name !== 'nflog-threshold' || values[0] !== '0'),
    },
  ],
  [
    'NFQUEUE',
    {
      order: ['queue-num', 'queue-balance', 'queue-bypass', 'queue-cpu-fanout'],
      rewrite: (options) => withDefault(options, ['queue-num', 'queue-balance'], saved('queue-num', '0')),
    },
  ],
  ['REDIRECT', { order: ['to-ports', 'random'] }],
  [
    'REJECT',
    {
      rewrite: (options, { family }) =>
        withDefault(options, ['reject-with'], saved('reject-with', family === 'ipv4' ? 'icmp-port-unreachable' : 'icmp6-port-unreachable')),
    },
  ],
  ['SNAT', { order: ['to-source', ...nat] }],
  ['SNPT', { order: ['src-pfx', 'dst-pfx'] }],
  ['SYNPROXY', { order: ['sack-perm', 'timestamp', 'wscale', 'mss', 'ecn'] }],
  ['TEE', { order: ['gateway', 'oif'] }],
  ['TOS', { rewrite: tos }],
  [
    'TPROXY',
    {
      order: ['on-port', 'on-ip', 'tproxy-mark'],
      rewrite: (options, { family }) => withDefault(options, ['on-ip'], saved('on-ip', family === 'ipv4' ? '0.0.0.0' : '::')),
    },
  ],
]);

const all32 = 0xffffffff;

/** Every way to set a mark is one: bits to clear and bits to turn over (libxt_MARK.c, `mark_tg_save`). */
function xmark(options: readonly SavedOption[]): readonly SavedOption[] {
  return options.map((option) => {
    const value = option.values[0] ?? '';
    const number = /^0x[\da-f]+$/.test(value) ? Number(value) : undefined;
    switch (option.name) {
      case 'set-mark':
        return saved('set-xmark', withMask(value));
      case 'set-xmark':
        return saved('set-xmark', withMask(value));
      case 'or-mark':
        return number === undefined ? option : saved('set-xmark', `${value}/${value}`);
      case 'xor-mark':
        return number === undefined ? option : saved('set-xmark', `${value}/0x0`);
      case 'and-mark':
        return number === undefined ? option : saved('set-xmark', `0x0/${hexadecimal(String(all32 - number))}`);
      default:
        return option;
    }
  });
}

function withMask(value: string): string {
  return /^0x[\da-f]+$/.test(value) ? `${value}/0xffffffff` : value;
}

/** `tos_symbol_names` of xtables.c; a name leaves the two lowest bits of ECN alone. */
const tosNames: Readonly<Record<string, string>> = {
  'minimize-delay': '0x10',
  'maximize-throughput': '0x08',
  'maximize-reliability': '0x04',
  'minimize-cost': '0x02',
  'normal-service': '0x00',
};

/** As with marks, of eight bits (libxt_TOS.c, `tos_tg_save`). */
function tos(options: readonly SavedOption[]): readonly SavedOption[] {
  return options.map((option) => {
    const name = tosNames[(option.values[0] ?? '').toLowerCase()];
    if (name !== undefined && option.name === 'set-tos') return saved('set-tos', `${name}/0x3f`);
    const [written = '', mask] = (option.values[0] ?? '').split('/');
    const value = hexadecimal(written, 2);
    const number = /^0x[\da-f]{2}$/.test(value) ? Number(value) : undefined;
    if (number === undefined) return option;
    switch (option.name) {
      case 'or-tos':
        return saved('set-tos', `${value}/${value}`);
      case 'xor-tos':
        return saved('set-tos', `${value}/0x00`);
      case 'and-tos':
        return saved('set-tos', `0x00/${hexadecimal(String(0xff - number), 2)}`);
      default:
        return saved('set-tos', `${value}/${mask === undefined ? '0xff' : hexadecimal(mask, 2)}`);
    }
  });
}

const copying: readonly string[] = ['save-mark', 'restore-mark', 'nfmask', 'ctmask', 'left-shift-mark', 'right-shift-mark'];

/**
 * A mark that is copied has both masks printed; `--mask` stands for the two. Where a mark is set, a mask beside it counts or not by
 * which of the two stands last (libxt_CONNMARK.c, `connmark_tg_parse`), so such options stay as they are written.
 */
function connmark(options: readonly SavedOption[]): readonly SavedOption[] {
  const has = (...names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));
  const copies = has('save-mark', 'restore-mark');
  if (!copies) return has('mask', 'nfmask', 'ctmask') ? options : shiftLast(xmark(options));
  const both = options.flatMap((option) =>
    option.name === 'mask' ? [saved('nfmask', ...option.values), saved('ctmask', ...option.values)] : [option],
  );
  const all = withDefault(withDefault(both, ['nfmask'], saved('nfmask', '0xffffffff')), ['ctmask'], saved('ctmask', '0xffffffff'));
  return [...all].sort((a, b) => copying.indexOf(a.name) - copying.indexOf(b.name));
}

function shiftLast(options: readonly SavedOption[]): readonly SavedOption[] {
  return [...options].sort((a, b) => copying.indexOf(a.name) - copying.indexOf(b.name));
}

function hmark(option: SavedOption): SavedOption {
  const digits = hmarkDigits[option.name];
  return digits === undefined ? option : { ...option, values: option.values.map((value) => hexadecimal(value, digits)) };
}
