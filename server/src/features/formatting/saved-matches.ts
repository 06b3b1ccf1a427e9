import { dscpOfClass } from '../../values/dscp';
import type { SavedForm } from './saved-forms';
import type { SavedContext, SavedOption } from './saved-option';
import { hexadecimal, replaced, saved, withDefault } from './saved-option';

const ports = ['source-port', 'destination-port'];

/** The matches that iptables-save prints otherwise than word for word. */
export const matchForms: ReadonlyMap<string, SavedForm> = new Map<string, SavedForm>([
  ['addrtype', { order: ['src-type', 'dst-type', 'limit-iface-in', 'limit-iface-out'] }],
  [
    'cluster',
    {
      order: ['cluster-local-nodemask', 'cluster-total-nodes', 'cluster-hash-seed'],
      rewrite: (options) =>
        ['cluster-local-nodemask', 'cluster-hash-seed'].reduce(
          (all, name) => replaced(all, name, (option) => inHexadecimal(option, 8)),
          replaced(options, 'cluster-local-node', (option) => nodeMask(option)),
        ),
    },
  ],
  ['comment', { quotes: { comment: 'strict' } }],
  [
    'connbytes',
    {
      order: ['connbytes', 'connbytes-mode', 'connbytes-dir'],
      rewrite: (options) =>
        replaced(options, 'connbytes', (option) => ({
          ...option,
          values: option.values.map((value) => value.replace(/:18446744073709551615$/, '')),
        })),
    },
  ],
  ['connlabel', { order: ['label', 'set'], quotes: { label: 'always' } }],
  [
    'connlimit',
    {
      order: ['connlimit-upto', 'connlimit-above', 'connlimit-mask', 'connlimit-saddr', 'connlimit-daddr'],
      rewrite: (options, { family }) =>
        withDefault(
          withDefault(turned(options, 'connlimit-upto', 'connlimit-above'), ['connlimit-mask'], saved('connlimit-mask', lengthOf(family))),
          ['connlimit-saddr', 'connlimit-daddr'],
          saved('connlimit-saddr'),
        ),
    },
  ],
  [
    'conntrack',
    {
      order: [
        ...['ctstate', 'ctproto', 'ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst'],
        ...['ctorigsrcport', 'ctorigdstport', 'ctreplsrcport', 'ctrepldstport', 'ctstatus', 'ctexpire', 'ctdir'],
      ],
    },
  ],
  ['dccp', { order: [...ports, 'dccp-types', 'dccp-option'] }],
  ['devgroup', { order: ['src-group', 'dst-group'] }],
  [
    'dscp',
    {
      rewrite: (options) =>
        replaced(
          replaced(options, 'dscp-class', (option) => dscpNumber(option, 'dscp')),
          'dscp',
          (option) => inHexadecimal(option, 2),
        ),
    },
  ],
  ['frag', { order: ['fragid', 'fraglen', 'fragres', 'fragfirst', 'fragmore', 'fraglast'] }],
  [
    'hashlimit',
    {
      order: [
        ...['hashlimit-upto', 'hashlimit-above', 'hashlimit-burst', 'hashlimit-mode', 'hashlimit-name'],
        ...['hashlimit-htable-size', 'hashlimit-htable-max', 'hashlimit-htable-gcinterval', 'hashlimit-htable-expire'],
        ...['hashlimit-srcmask', 'hashlimit-dstmask', 'hashlimit-rate-match', 'hashlimit-rate-interval'],
      ],
      rewrite: hashlimit,
    },
  ],
  ['helper', { quotes: { helper: 'strict' } }],
  ['iprange', { order: ['src-range', 'dst-range'] }],
  ['ipv6header', { order: ['header', 'soft'] }],
  [
    'limit',
    {
      order: ['limit', 'limit-burst'],
      rewrite: (options) => withDefault(withoutValue(options, 'limit-burst', '5'), ['limit'], saved('limit', '3/hour')),
    },
  ],
  ['osf', { order: ['genre', 'ttl', 'log'] }],
  ['owner', { order: ['socket-exists', 'uid-owner', 'gid-owner', 'suppl-groups'] }],
  ['physdev', { order: ['physdev-is-in', 'physdev-in', 'physdev-is-out', 'physdev-out', 'physdev-is-bridged'] }],
  ['policy', { rewrite: policy }],
  [
    'recent',
    {
      order: ['set', 'rcheck', 'update', 'remove', 'seconds', 'reap', 'hitcount', 'rttl', 'name', 'mask', 'rsource', 'rdest'],
      rewrite: (options, { family }) =>
        withDefault(
          withDefault(withDefault(options, ['name'], saved('name', 'DEFAULT')), ['mask'], saved('mask', fullMask(family))),
          ['rsource', 'rdest'],
          saved('rsource'),
        ),
    },
  ],
  ['sctp', { order: [...ports, 'chunk-types'] }],
  [
    'set',
    {
      order: [
        ...['match-set', 'return-nomatch', 'update-counters', 'update-subcounters'],
        ...['packets-eq', 'packets-lt', 'packets-gt', 'bytes-eq', 'bytes-lt', 'bytes-gt'],
      ],
      rewrite: (options) => options.filter(({ name, inverted }) => inverted || !/^update-/.test(name)),
    },
  ],
  [
    'srh',
    {
      order: [
        ...[
          'srh-next-hdr',
          'srh-hdr-len-eq',
          'srh-hdr-len-gt',
          'srh-hdr-len-lt',
          'srh-segs-left-eq',
          'srh-segs-left-gt',
          'srh-segs-left-lt',
        ],
        ...['srh-last-entry-eq', 'srh-last-entry-gt', 'srh-last-entry-lt', 'srh-tag', 'srh-psid', 'srh-nsid', 'srh-lsid'],
      ],
      rewrite: (options) => ['srh-psid', 'srh-nsid', 'srh-lsid'].reduce((all, name) => replaced(all, name, withLength), options),
    },
  ],
  [
    'statistic',
    {
      order: ['mode', 'probability', 'every', 'packet'],
      rewrite: (options) => {
        const nth = options.some(({ name }) => name === 'every');
        const rounded = replaced(options, 'probability', (option) => ({ ...option, values: option.values.map(probability) }));
        return nth ? withDefault(rounded, ['packet'], saved('packet', '0')) : rounded;
      },
    },
  ],
  [
    'string',
    {
      order: ['string', 'hex-string', 'algo', 'from', 'to', 'icase'],
      quotes: { string: 'always', 'hex-string': 'always' },
      rewrite: (options) => replaced(options, 'hex-string', searchPattern),
    },
  ],
  [
    'tcp',
    {
      order: [...ports, 'tcp-option', 'tcp-flags'],
      rewrite: (options) =>
        replaced(withoutAllPorts(options), 'syn', ({ inverted }) => ({ ...saved('tcp-flags', 'FIN,SYN,RST,ACK', 'SYN'), inverted })),
    },
  ],
  [
    'time',
    {
      order: ['timestart', 'timestop', 'monthdays', 'weekdays', 'datestart', 'datestop', 'kerneltz', 'contiguous'],
      rewrite: time,
    },
  ],
  ['u32', { quotes: { u32: 'always' } }],
  ['udp', { order: ports, rewrite: withoutAllPorts }],
  ['udplite', { order: ports, rewrite: withoutAllPorts }],
]);

/** A condition that every port meets is not printed. */
function withoutAllPorts(options: readonly SavedOption[]): readonly SavedOption[] {
  const isAll = ({ name, inverted, values }: SavedOption): boolean => ports.includes(name) && !inverted && values[0] === '0:65535';
  return options.some(isAll) ? options.filter((option) => !isAll(option)) : options;
}

/** `! --x-upto` is `--x-above`, and the other way round. */
function turned(options: readonly SavedOption[], upto: string, above: string): readonly SavedOption[] {
  return options.map((option) => {
    if (!option.inverted || (option.name !== upto && option.name !== above)) return option;
    return saved(option.name === upto ? above : upto, ...option.values);
  });
}

/** An option with a value that is the default is not printed. */
function withoutValue(options: readonly SavedOption[], name: string, value: string): readonly SavedOption[] {
  return replaced(options, name, (option) => (option.values[0] === value ? undefined : option));
}

function lengthOf(family: SavedContext['family']): string {
  return family === 'ipv4' ? '32' : '128';
}

function fullMask(family: SavedContext['family']): string {
  return family === 'ipv4' ? '255.255.255.255' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
}

/** An address of its own has its length printed too. */
function withLength(option: SavedOption): SavedOption {
  return { ...option, values: option.values.map((value) => (value.includes('/') ? value : `${value}/128`)) };
}

/** A node's number as the mask that it is kept as. */
function nodeMask(option: SavedOption): SavedOption {
  const node = Number(option.values[0]);
  if (!(node >= 1 && node <= 32)) return option;
  return { ...saved('cluster-local-nodemask', hexadecimal(String(2 ** (node - 1)), 8)), inverted: option.inverted };
}

/** The values in hexadecimal of so many digits. */
function inHexadecimal(option: SavedOption, digits: number): SavedOption {
  return { ...option, values: option.values.map((value) => hexadecimal(value, digits)) };
}

/** A class as its number; the option that takes numbers has another name. */
export function dscpNumber(option: SavedOption, name: string): SavedOption {
  const number = dscpOfClass(option.values[0] ?? '');
  return number === undefined ? option : { ...saved(name, String(number)), inverted: option.inverted };
}

/**
 * `--hex-string` as the bytes that it stands for: as text where all of them can be printed, in hexadecimal otherwise
 * (libxt_string.c, `parse_hex_string`, `is_hex_string`, `print_hex_string`).
 */
function searchPattern(option: SavedOption): SavedOption {
  const bytes = bytesOf(option.values[0] ?? '');
  if (bytes === undefined || bytes.length === 0) return option;
  const printable = bytes.every((byte) => byte > 31 && byte < 127) && bytes[bytes.length - 1] !== 92;
  if (printable) return { ...saved('string', String.fromCharCode(...bytes)), inverted: option.inverted };
  return { ...option, values: [`|${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}|`] };
}

/** The bytes of a pattern with parts in hexadecimal between bars; `undefined` for what has more to it than that. */
function bytesOf(pattern: string): number[] | undefined {
  const bytes: number[] = [];
  const parts = pattern.split('|');
  if (parts.length % 2 === 0 || /[^ -~]|\\/.test(pattern)) return undefined;
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) for (const character of part) bytes.push(character.charCodeAt(0));
    else if (!/^(?:[\da-f]{2})+$/i.test(part)) return undefined;
    else for (let at = 0; at < part.length; at += 2) bytes.push(Number.parseInt(part.slice(at, at + 2), 16));
  }
  return bytes;
}

/** The order in which the parts of one element of a policy are printed (libxt_policy.c, `print_entry`). */
const elementOrder: readonly string[] = ['reqid', 'spi', 'proto', 'mode', 'tunnel-dst', 'tunnel-src'];

/** `--dir`, `--pol` and `--strict` first, then one element after the other: what stands between two `--next` belongs together. */
function policy(options: readonly SavedOption[]): readonly SavedOption[] {
  const first = options.filter(({ name }) => name === 'dir' || name === 'pol' || name === 'strict');
  const head = withDefault(first, ['pol'], saved('pol', 'ipsec'));
  const headOrder = ['dir', 'pol', 'strict'];
  const elements: SavedOption[][] = [[]];
  for (const option of options) {
    if (option.name === 'next') elements.push([option]);
    else if (!first.includes(option)) elements[elements.length - 1]?.push(option.name === 'spi' ? inHexadecimal(option, 1) : option);
  }
  const sorted = (list: readonly SavedOption[], order: readonly string[]): SavedOption[] =>
    [...list].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return [...sorted(head, headOrder), ...elements.flatMap((element) => sorted(element, elementOrder))];
}

/** The kernel keeps a probability in 31 bits (`lround(0x80000000 * probability)`, libxt_statistic.c). */
function probability(text: string): string {
  const value = Number(text);
  return /^[\d.]+$/.test(text) && value >= 0 && value <= 1 ? (Math.round(value * 0x80000000) / 0x80000000).toFixed(11) : text;
}

/** The options of hashlimit that are not printed with these values (libxt_hashlimit.c, `hashlimit_mt_save`). */
const hashlimitDefaults: readonly (readonly [string, string])[] = [
  ['hashlimit-htable-gcinterval', '1000'],
  ['hashlimit-rate-interval', '1'],
];

function hashlimit(options: readonly SavedOption[]): readonly SavedOption[] {
  let all = turned(options, 'hashlimit-upto', 'hashlimit-above');
  for (const [name, value] of hashlimitDefaults) all = withoutValue(all, name, value);
  const rate = all.find(({ name }) => name === 'hashlimit-upto' || name === 'hashlimit-above')?.values[0];
  return rate === undefined || /b\/s$/.test(rate) ? all : withDefault(all, ['hashlimit-burst'], saved('hashlimit-burst', '5'));
}

/** Either end of a span of the day is printed with the other one (libxt_time.c, `time_save`). `--localtz` is `--kerneltz`. */
function time(options: readonly SavedOption[]): readonly SavedOption[] {
  const isNamed = options.some(({ name }) => name === 'kerneltz');
  const named = replaced(options, 'localtz', () => (isNamed ? undefined : saved('kerneltz')));
  if (!named.some(({ name }) => name === 'timestart' || name === 'timestop')) return named;
  return withDefault(withDefault(named, ['timestart'], saved('timestart', '00:00:00')), ['timestop'], saved('timestop', '23:59:59'));
}
