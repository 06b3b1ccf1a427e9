import { enumerate, fault, nearest } from './fault';
import { spanEquals } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

/** DCCP packet types, in the order `iptables-save` prints them (libxt_dccp.c). */
const dccpTypeNames = ['REQUEST', 'RESPONSE', 'DATA', 'ACK', 'DATAACK', 'CLOSEREQ', 'CLOSE', 'RESET', 'SYNC', 'SYNCACK', 'INVALID'];

/** A comma list of DCCP packet types, in any case; empty parts are skipped (libxt_dccp.c, `parse_dccp_types`). */
export const dccpTypes: SpanType = spanType({
  id: 'dccp-types',
  doc: {
    en: 'DCCP packet types, separated by commas: `REQUEST`, `RESPONSE`, `DATA`, `ACK`, `DATAACK`, `CLOSEREQ`, `CLOSE`, `RESET`, `SYNC`, `SYNCACK`, `INVALID`.',
    ja: 'DCCP のパケットタイプをカンマで区切って並べます。`REQUEST`、`RESPONSE`、`DATA`、`ACK`、`DATAACK`、`CLOSEREQ`、`CLOSE`、`RESET`、`SYNC`、`SYNCACK`、`INVALID` があります。',
  },
  checkSpan(text, start, end) {
    for (let at = start; at < end; ) {
      const comma = text.indexOf(',', at);
      const stop = comma < 0 || comma > end ? end : comma;
      if (stop > at && !isType(text, at, stop)) {
        const word = text.slice(at, stop);
        const known = enumerate(dccpTypeNames);
        return fault(
          at,
          stop,
          `"${word}" is no DCCP packet type; write ${known.en}.`,
          `「${word}」という DCCP パケットタイプはありません。${known.ja} のいずれかを書いてください。`,
          { refusal: `Unknown DCCP type \`${word}'`, suggestion: nearest(word, dccpTypeNames) },
        );
      }
      at = stop + 1;
    }
    return undefined;
  },
  suggest(text) {
    const given = text.toUpperCase().split(',');
    const before = text.slice(0, text.lastIndexOf(',') + 1);
    return dccpTypeNames.filter((name) => !given.includes(name)).map((name) => ({ value: before + name }));
  },
  canonical(text) {
    const given = text.toUpperCase().split(',');
    return dccpTypeNames.filter((name) => given.includes(name)).join(',');
  },
});

function isType(text: string, start: number, end: number): boolean {
  for (const name of dccpTypeNames) if (spanEquals(text, start, end, name, true)) return true;
  return false;
}
