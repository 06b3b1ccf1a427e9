import { enumerate, fault, nearest } from './fault';
import type { Word } from './one-of';
import { findWord, oneOf } from './one-of';
import { indexOfCode, spanEquals } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const COMMA = 44;
const COLON = 58;
/** XT_NUM_SCTP_FLAGS: so many chunk types can have flags. */
const MOST_WITH_FLAGS = 4;

/** The first word of `--chunk-types` (libxt_sctp.c, `parse_sctp_chunks`). */
export const sctpChunkMatch = oneOf(
  [
    {
      value: 'all',
      doc: {
        en: 'All of the types are in the packet; others may be, too.',
        ja: '並べたタイプがすべて含まれます(ほかのタイプがあっても構いません)。',
      },
    },
    { value: 'any', doc: { en: 'At least one of the types is in the packet.', ja: '並べたタイプのうち 1 つ以上が含まれます。' } },
    {
      value: 'only',
      doc: { en: 'The packet has these types and no others.', ja: '並べたタイプだけが含まれ、欠けているものもありません。' },
    },
  ],
  {
    id: 'sctp-chunk-match',
    caseInsensitive: true,
    doc: {
      en: 'How the list is compared: `all`, `any` or `only`.',
      ja: '一覧の比べ方です。`all`、`any`、`only` のいずれかです。',
    },
    refusal: () => 'Match type has to be one of "ALL", "ANY" or "ONLY"',
  },
);

interface Chunk extends Word {
  readonly number: number;
  /** The letters of its flags. */
  readonly flags?: string;
}

/** In the order of libxt_sctp.c. */
const chunks: readonly Chunk[] = [
  { value: 'DATA', number: 0, flags: 'IUBE', doc: { en: 'payload', ja: 'データ' } },
  { value: 'INIT', number: 1, doc: { en: 'begins an association', ja: 'アソシエーションの開始' } },
  { value: 'INIT_ACK', number: 2, doc: { en: 'answer to INIT', ja: 'INIT への応答' } },
  { value: 'SACK', number: 3, doc: { en: 'selective acknowledgement', ja: '選択確認応答' } },
  { value: 'HEARTBEAT', number: 4, doc: { en: 'asks whether the peer is there', ja: '相手の生存確認' } },
  { value: 'HEARTBEAT_ACK', number: 5, doc: { en: 'answer to HEARTBEAT', ja: 'HEARTBEAT への応答' } },
  { value: 'ABORT', number: 6, flags: 'T', doc: { en: 'breaks an association off', ja: 'アソシエーションの強制終了' } },
  { value: 'SHUTDOWN', number: 7, doc: { en: 'ends an association', ja: 'アソシエーションの終了' } },
  { value: 'SHUTDOWN_ACK', number: 8, doc: { en: 'answer to SHUTDOWN', ja: 'SHUTDOWN への応答' } },
  { value: 'ERROR', number: 9, doc: { en: 'reports an error', ja: 'エラーの通知' } },
  { value: 'COOKIE_ECHO', number: 10, doc: { en: 'returns the cookie of INIT_ACK', ja: 'INIT_ACK のクッキーの返送' } },
  { value: 'COOKIE_ACK', number: 11, doc: { en: 'answer to COOKIE_ECHO', ja: 'COOKIE_ECHO への応答' } },
  { value: 'ECN_ECNE', number: 12, doc: { en: 'reports congestion', ja: '輻輳の通知' } },
  { value: 'ECN_CWR', number: 13, doc: { en: 'window has been reduced', ja: 'ウィンドウ縮小の通知' } },
  { value: 'SHUTDOWN_COMPLETE', number: 14, flags: 'T', doc: { en: 'the end is confirmed', ja: '終了の確認' } },
  { value: 'I_DATA', number: 64, flags: 'IUBE', doc: { en: 'interleaved payload', ja: 'インターリーブされたデータ' } },
  { value: 'RE_CONFIG', number: 130, doc: { en: 'resets streams', ja: 'ストリームの再設定' } },
  { value: 'PAD', number: 132, doc: { en: 'padding', ja: 'パディング' } },
  { value: 'ASCONF', number: 193, doc: { en: 'changes the addresses', ja: 'アドレスの変更' } },
  { value: 'ASCONF_ACK', number: 128, doc: { en: 'answer to ASCONF', ja: 'ASCONF への応答' } },
  { value: 'FORWARD_TSN', number: 192, doc: { en: 'skips data that was given up', ja: '再送を諦めたデータの読み飛ばし' } },
  { value: 'I_FORWARD_TSN', number: 194, doc: { en: 'the same for interleaved data', ja: 'インターリーブされたデータの読み飛ばし' } },
];

const matching = { caseInsensitive: true } as const;

/** The second word of `--chunk-types`: chunk types, some with flags, or ALL or NONE (libxt_sctp.c, `parse_sctp_chunk`). */
export const sctpChunks: SpanType = spanType({
  id: 'sctp-chunks',
  doc: {
    en: 'SCTP chunk types between commas, or `ALL` or `NONE`. Four of them can have flags: `DATA:Be`, a capital letter for set, a small one for clear. DATA has I, U, B and E, ABORT and SHUTDOWN_COMPLETE have T.',
    ja: 'SCTP のチャンクタイプをコンマ区切りで並べます。`ALL` や `NONE` とも書けます。一部のタイプには `DATA:Be` のようにフラグを付けられ、大文字は「立っている」、小文字は「立っていない」を表します。DATA には I、U、B、E、ABORT と SHUTDOWN_COMPLETE には T があります。',
  },
  checkSpan(text, start, end) {
    if (isWhole(text, start, end)) return undefined;
    let withFlags: string | undefined;
    let lost: ValueFault | undefined;
    for (let at = start; at < end; ) {
      const stop = indexOfCode(text, COMMA, at, end);
      const colon = indexOfCode(text, COLON, at, stop);
      if (stop > at) {
        const index = findWord(chunks, text, at, colon, matching);
        const chunk = chunks[index];
        if (chunk === undefined) return unknownChunk(text, at, colon);
        if (colon + 1 < stop) {
          const wrong = checkFlags(text, colon + 1, stop, chunk, index);
          if (wrong !== undefined) return wrong;
          if (chunk.value === 'I_DATA') lost = lostFlags(colon, stop);
          withFlags = `${withFlags ?? ','}${chunk.value},`;
          if (countOf(withFlags) > MOST_WITH_FLAGS) return tooManyFlags(text, at, stop);
        }
      }
      at = stop + 1;
    }
    if (lost !== undefined) return lost;
    return start === end || text.slice(start, end).replaceAll(',', '') === '' ? nothing(text, start, end) : undefined;
  },
  describe(text) {
    const known = text
      .split(',')
      .map((entry) => chunks[findWord(chunks, entry, 0, indexOfCode(entry, COLON, 0, entry.length), matching)])
      .filter((chunk) => chunk !== undefined);
    if (known.length === 0) return undefined;
    return {
      en: known.map((chunk) => `- \`${chunk.value}\` (${chunk.number}): ${chunk.doc?.en}`).join('\n'),
      ja: known.map((chunk) => `- \`${chunk.value}\`(${chunk.number}): ${chunk.doc?.ja}`).join('\n'),
    };
  },
  suggest(text) {
    const before = text.slice(0, text.lastIndexOf(',') + 1);
    const given = text.toUpperCase().split(/[,:]/);
    const all = [{ value: 'ALL' }, { value: 'NONE' }];
    return [
      ...chunks
        .filter((chunk) => !given.includes(chunk.value))
        .map((chunk) => ({ value: before + chunk.value, detail: String(chunk.number), ...(chunk.doc && { doc: chunk.doc }) })),
      ...(before === '' ? all : []),
    ];
  },
});

/** Whether the list is ALL or NONE. */
function isWhole(text: string, start: number, end: number): boolean {
  return spanEquals(text, start, end, 'ALL', true) || spanEquals(text, start, end, 'NONE', true);
}

function countOf(names: string): number {
  return new Set(names.split(',').filter((name) => name !== '')).size;
}

function unknownChunk(text: string, start: number, end: number): ValueFault {
  const word = text.slice(start, end);
  const refusal = `Unknown sctp chunk \`${word}'`;
  if (/^(all|none)$/i.test(word)) {
    return fault(
      start,
      end,
      `"${word}" stands alone; it cannot be one of several.`,
      `「${word}」は単独で書きます。ほかのタイプと並べることはできません。`,
      { refusal },
    );
  }
  const names = chunks.map((chunk) => chunk.value);
  const suggestion = nearest(word.replaceAll('-', '_'), names) ?? chunks.find((chunk) => String(chunk.number) === word)?.value;
  const known = enumerate(names);
  return fault(
    start,
    end,
    suggestion === undefined
      ? `"${word}" is no SCTP chunk type; write ${known.en}.`
      : `"${word}" is no SCTP chunk type; did you mean "${suggestion}"?`,
    suggestion === undefined
      ? `「${word}」という SCTP のチャンクタイプはありません。${known.ja} のいずれかを書いてください。`
      : `「${word}」という SCTP のチャンクタイプはありません。「${suggestion}」の誤りではありませんか。`,
    { refusal, suggestion },
  );
}

/** A `-` is taken among the flags, and stands for nothing (the table of valid flags is filled up with it). */
function checkFlags(text: string, start: number, end: number, chunk: Chunk, index: number): ValueFault | undefined {
  for (let at = start; at < end; at++) {
    const letter = text.charAt(at);
    if (letter === '-' || chunk.flags?.includes(letter.toUpperCase()) === true) continue;
    const has = chunk.flags === undefined ? undefined : [...chunk.flags].join(', ');
    return fault(
      at,
      at + 1,
      has === undefined ? `${chunk.value} has no flags.` : `${chunk.value} has no flag "${letter}"; it has ${has}.`,
      has === undefined
        ? `${chunk.value} にフラグはありません。`
        : `${chunk.value} に「${letter}」というフラグはありません。使えるのは ${has} です。`,
      { refusal: `Invalid flags for chunk type ${index}` },
    );
  }
  return undefined;
}

/** They are filed under the chunk's place in the list, which no packet has for a number. */
function lostFlags(start: number, end: number): ValueFault {
  return fault(
    start,
    end,
    'iptables loses the flags of I_DATA (it files them under another number), so every I_DATA chunk matches.',
    'iptables は I_DATA のフラグを失うため(別の番号に対して記録します)、フラグにかかわらず I_DATA チャンクに一致します。',
    { code: 'value-truncated' },
  );
}

function tooManyFlags(text: string, start: number, end: number): ValueFault {
  return fault(
    start,
    end,
    `Only ${MOST_WITH_FLAGS} chunk types of a rule can have flags; "${text.slice(start, end)}" is one more.`,
    `フラグを付けられるのは 1 つのルールで ${MOST_WITH_FLAGS} タイプまでです。「${text.slice(start, end)}」は余分です。`,
    { refusal: 'Number of chunk types with flags exceeds currently allowed limit. …' },
  );
}

function nothing(text: string, start: number, end: number): ValueFault {
  return fault(
    start,
    end,
    `${start === end ? 'The list is empty' : `"${text.slice(start, end)}" names no chunk type`}; iptables takes it for NONE.`,
    'チャンクタイプが 1 つもありません。iptables は NONE とみなします。',
    { suggestion: 'NONE' },
  );
}
