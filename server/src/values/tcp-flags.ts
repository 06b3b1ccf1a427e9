import type { Text } from '../l10n/text';
import { unsignedInteger } from './integer';
import type { WordListOptions } from './list';
import { wordList, wordsOf } from './list';
import type { Word } from './one-of';
import { U8 } from './scan';

/** The flags of a TCP header as bits of `parseTcpFlags`. */
export const TcpFlag = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32 } as const;

const flags: readonly (Word & { readonly bits: number })[] = [
  { value: 'FIN', bits: TcpFlag.FIN, doc: { en: 'the sender has no more data.', ja: '送信側にこれ以上データがないことを示します。' } },
  { value: 'SYN', bits: TcpFlag.SYN, doc: { en: 'begins a connection.', ja: '接続を開始します。' } },
  { value: 'RST', bits: TcpFlag.RST, doc: { en: 'breaks a connection off.', ja: '接続を強制的に終了します。' } },
  {
    value: 'PSH',
    bits: TcpFlag.PSH,
    doc: { en: 'hand the data to the application at once.', ja: 'データを直ちにアプリケーションへ渡すよう求めます。' },
  },
  {
    value: 'ACK',
    bits: TcpFlag.ACK,
    doc: { en: 'acknowledges data; set in all packets but the first.', ja: '受信確認です。最初のパケット以外のすべてで立ちます。' },
  },
  { value: 'URG', bits: TcpFlag.URG, doc: { en: 'urgent data.', ja: '緊急データを示します。' } },
  { value: 'ALL', bits: 63, doc: { en: 'all six flags.', ja: '6 つのフラグすべてです。' } },
  { value: 'NONE', bits: 0, doc: { en: 'no flag.', ja: 'フラグなしです。' } },
];

const options: Omit<WordListOptions, 'id' | 'doc'> = {
  caseInsensitive: true,
  skipEmpty: true,
  refusal: (entry) => `Unknown TCP flag \`${entry}'`,
};

/** The first word of `--tcp-flags`: the flags that are looked at (libxt_tcp.c, `parse_tcp_flag`). */
export const tcpFlagsMask = flagList('tcp-flags-mask', {
  en: 'The TCP flags to look at, between commas: `SYN`, `ACK`, `FIN`, `RST`, `URG`, `PSH`, `ALL`, `NONE`.',
  ja: '調べる TCP フラグをコンマ区切りで並べます。`SYN`、`ACK`、`FIN`、`RST`、`URG`、`PSH`、`ALL`、`NONE` が使えます。',
});

/** The second word of `--tcp-flags`: the flags that must be set among those of the first. */
export const tcpFlagsComp = flagList('tcp-flags-comp', {
  en: 'The TCP flags that must be set, between commas; all others that are looked at must not be: `SYN`, `ACK`, `FIN`, `RST`, `URG`, `PSH`, `ALL`, `NONE`.',
  ja: '立っていなければならない TCP フラグをコンマ区切りで並べます。調べるフラグのうち残りは立っていてはなりません。`SYN`、`ACK`、`FIN`、`RST`、`URG`、`PSH`、`ALL`、`NONE` が使えます。',
});

/** What TCP options are called. */
const optionNames: Readonly<Record<number, Text>> = {
  1: { en: 'No operation', ja: 'No Operation' },
  2: { en: 'Maximum segment size', ja: '最大セグメントサイズ(MSS)' },
  3: { en: 'Window scale', ja: 'ウィンドウスケール' },
  4: { en: 'SACK permitted', ja: 'SACK 許可' },
  5: { en: 'Selective acknowledgement', ja: '選択的確認応答(SACK)' },
  8: { en: 'Timestamps', ja: 'タイムスタンプ' },
  19: { en: 'MD5 signature', ja: 'MD5 署名' },
  28: { en: 'User timeout', ja: 'ユーザータイムアウト' },
  29: { en: 'Authentication (TCP-AO)', ja: '認証(TCP-AO)' },
  30: { en: 'Multipath TCP', ja: 'Multipath TCP' },
  34: { en: 'TCP Fast Open', ja: 'TCP Fast Open' },
};

/** `--tcp-option`: the number of an option that the header must have (libxt_tcp.c, `parse_tcp_option`). */
export const tcpOption = unsignedInteger({
  id: 'tcp-option',
  min: 1,
  max: U8,
  doc: { en: 'The number of a TCP option, from 1 to 255.', ja: 'TCP オプションの番号です。1 から 255 までです。' },
  describe: (value) => optionNames[value],
  suggest: [2, 3, 4, 5, 8, 19, 30, 34].map((number) => ({ value: String(number), detail: optionNames[number]?.en ?? '' })),
  refusal: (text) => `Bad TCP option "${text}"`,
});

/**
 * The flags that a list names, as bits of `TcpFlag`.
 * @returns `undefined` for a text that is refused.
 */
export function parseTcpFlags(text: string): number | undefined {
  const indices = wordsOf(flags, text, options);
  if (indices.length !== text.split(',').filter((entry) => entry !== '').length) return undefined;
  return indices.reduce((bits, index) => bits | (flags[index]?.bits ?? 0), 0);
}

/** `SYN,ACK` from bits, `NONE` from none; all six are written out, as `iptables-save` does. */
export function printTcpFlags(bits: number): string {
  const names = flags.filter((flag) => flag.value !== 'ALL' && (flag.bits & bits) !== 0).map((flag) => flag.value);
  return names.length === 0 ? 'NONE' : names.join(',');
}

function flagList(id: string, doc: Text) {
  const type = wordList(flags, { ...options, id, doc });
  return {
    ...type,
    canonical: (text: string) => {
      const bits = parseTcpFlags(text);
      return bits === undefined ? undefined : printTcpFlags(bits);
    },
  };
}
