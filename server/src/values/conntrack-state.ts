import { wordList } from './list';
import type { Word } from './one-of';
import { findWord } from './one-of';

/** The states of a connection as bits of `parseStates`. */
export const ConnectionState = {
  INVALID: 1,
  NEW: 2,
  ESTABLISHED: 4,
  RELATED: 8,
  UNTRACKED: 16,
  SNAT: 32,
  DNAT: 64,
} as const;

export type ConnectionStateName = keyof typeof ConnectionState;

/** In the order in which iptables compares them, which decides what an abbreviation means (libxt_conntrack.c, `conntrack_ps_state`). */
const words: readonly (Word & { readonly value: ConnectionStateName })[] = [
  {
    value: 'INVALID',
    doc: {
      en: 'the packet belongs to no known connection and cannot begin one, or conntrack could not make sense of it.',
      ja: 'どの接続にも属さず、新しい接続の開始でもない、または conntrack が解釈できなかったパケットです。',
    },
  },
  {
    value: 'NEW',
    doc: {
      en: 'the packet begins a connection, or belongs to one of which no reply has been seen yet.',
      ja: '新しい接続を開始するパケット、または応答がまだない接続のパケットです。',
    },
  },
  {
    value: 'ESTABLISHED',
    doc: {
      en: 'the packet belongs to a connection that has seen packets in both directions.',
      ja: '双方向のパケットが確認された接続に属するパケットです。',
    },
  },
  {
    value: 'RELATED',
    doc: {
      en: 'the packet begins a connection that another one announced (an FTP data connection), or is an ICMP error about one.',
      ja: '既存の接続に関連して開始された接続(FTP のデータ転送など)、または既存の接続についての ICMP エラーのパケットです。',
    },
  },
  {
    value: 'UNTRACKED',
    doc: {
      en: 'conntrack does not look at the packet: NOTRACK or `CT --notrack` in the raw table took it out.',
      ja: 'conntrack の対象外のパケットです。raw テーブルの NOTRACK や `CT --notrack` で除外されたものがこれにあたります。',
    },
  },
  {
    value: 'SNAT',
    doc: {
      en: 'the connection’s source address is rewritten: its original source is not where replies go.',
      ja: '送信元アドレスが書き換えられている接続です(元の送信元と応答の宛先が異なります)。',
    },
  },
  {
    value: 'DNAT',
    doc: {
      en: 'the connection’s destination address is rewritten: its original destination is not where replies come from.',
      ja: '宛先アドレスが書き換えられている接続です(元の宛先と応答の送信元が異なります)。',
    },
  },
];

const ofState = words.slice(0, 5);
const matching = { caseInsensitive: true, prefix: 'first' } as const;
/** The order of `print_state` in libxt_conntrack.c. */
const printed = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'];

/** `--state`: five states, abbreviations in any case of letters (libxt_conntrack.c, `state_parse_states`). */
export const stateList = wordList(ofState, {
  ...matching,
  id: 'state-list',
  doc: {
    en: 'States of a connection between commas, without spaces: `NEW`, `ESTABLISHED`, `RELATED`, `INVALID`, `UNTRACKED`.',
    ja: '接続の状態を空白なしのコンマ区切りで並べます。`NEW`、`ESTABLISHED`、`RELATED`、`INVALID`、`UNTRACKED` が使えます。',
  },
  refusal: (_entry, rest) => `Bad state "${rest}"`,
  emptyRefusal: (rest, atEnd) =>
    atEnd ? '"--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED' : `Bad state "${rest}"`,
  printed,
});

/** `--ctstate`: the states, and SNAT and DNAT (libxt_conntrack.c, `conntrack_ps_states`). */
export const ctstateList = wordList(words, {
  ...matching,
  id: 'ctstate-list',
  doc: {
    en: 'States of a connection between commas, without spaces: `NEW`, `ESTABLISHED`, `RELATED`, `INVALID`, `UNTRACKED`, `SNAT`, `DNAT`.',
    ja: '接続の状態を空白なしのコンマ区切りで並べます。`NEW`、`ESTABLISHED`、`RELATED`、`INVALID`、`UNTRACKED`、`SNAT`、`DNAT` が使えます。',
  },
  refusal: (_entry, rest) => `Bad ctstate "${rest}"`,
  printed,
});

/**
 * The states that a value of `--state` or `--ctstate` names, as bits of `ConnectionState`.
 * @returns `undefined` for a text that is refused.
 */
export function parseStates(text: string): number | undefined {
  let bits = 0;
  for (const entry of text.split(',')) {
    const word = entry === '' ? undefined : words[findWord(words, entry, 0, entry.length, matching)];
    if (word === undefined) return undefined;
    bits |= ConnectionState[word.value];
  }
  return bits;
}

/** The states of `parseStates` by name, in the order `iptables-save` prints them. */
export function printStates(bits: number): string {
  return printed.filter((name) => (bits & ConnectionState[name as ConnectionStateName]) !== 0).join(',');
}
