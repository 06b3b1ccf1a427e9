import { wordList } from './list';
import type { Word } from './one-of';

/** DCCP packet types by their numbers (RFC 4340, section 5.1), which is the order `iptables-save` prints them in (libxt_dccp.c). */
const words: readonly Word[] = [
  { value: 'REQUEST', doc: { en: 'asks for a connection.', ja: '接続を要求します。' } },
  { value: 'RESPONSE', doc: { en: 'the server agrees.', ja: 'サーバーが接続に応じます。' } },
  { value: 'DATA', doc: { en: 'carries data.', ja: 'データを運びます。' } },
  { value: 'ACK', doc: { en: 'acknowledges.', ja: '確認応答です。' } },
  { value: 'DATAACK', doc: { en: 'carries data and acknowledges.', ja: 'データを運び、確認応答も兼ねます。' } },
  { value: 'CLOSEREQ', doc: { en: 'the server asks the client to close.', ja: 'サーバーがクライアントに終了を求めます。' } },
  { value: 'CLOSE', doc: { en: 'closes the connection.', ja: '接続を終了します。' } },
  { value: 'RESET', doc: { en: 'breaks the connection off, or ends it.', ja: '接続を打ち切る、または終わらせます。' } },
  { value: 'SYNC', doc: { en: 'brings sequence numbers back into step.', ja: 'シーケンス番号を同期し直します。' } },
  { value: 'SYNCACK', doc: { en: 'answers SYNC.', ja: 'SYNC への応答です。' } },
  { value: 'INVALID', doc: { en: 'any type number above those (10 to 15).', ja: '上記以外のタイプ番号(10~15)です。' } },
];

/** A comma list of DCCP packet types, in any case; empty parts are skipped (libxt_dccp.c, `parse_dccp_types`). */
export const dccpTypes = wordList(words, {
  id: 'dccp-types',
  caseInsensitive: true,
  skipEmpty: true,
  doc: {
    en: 'DCCP packet types, separated by commas: `REQUEST`, `RESPONSE`, `DATA`, `ACK`, `DATAACK`, `CLOSEREQ`, `CLOSE`, `RESET`, `SYNC`, `SYNCACK`, `INVALID`.',
    ja: 'DCCP のパケットタイプをカンマで区切って並べます。`REQUEST`、`RESPONSE`、`DATA`、`ACK`、`DATAACK`、`CLOSEREQ`、`CLOSE`、`RESET`、`SYNC`、`SYNCACK`、`INVALID` があります。',
  },
  refusal: (entry) => `Unknown DCCP type \`${entry}'`,
});
