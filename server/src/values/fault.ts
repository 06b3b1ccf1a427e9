import { editDistance } from '../text/similar';
import type { ValueFault, ValueFaultCode } from './value-type';

/** What a fault may say beyond its place and its message. */
export interface FaultDetails {
  /** iptables' own words. */
  readonly refusal?: string | undefined;
  readonly suggestion?: string | undefined;
  readonly code?: ValueFaultCode;
  readonly backEnd?: 'legacy' | 'nft';
}

/** Builds a fault at `start`…`end`, with its message in both languages. */
export function fault(start: number, end: number, en: string, ja: string, details: FaultDetails = {}): ValueFault {
  return {
    start,
    end,
    message: { en, ja },
    ...(details.refusal === undefined ? {} : { refusal: details.refusal }),
    ...(details.suggestion === undefined ? {} : { suggestion: details.suggestion }),
    ...(details.code === undefined ? {} : { code: details.code }),
    ...(details.backEnd === undefined ? {} : { backEnd: details.backEnd }),
  };
}

/** The candidate that was probably meant: the nearest one within two typing mistakes, or one that the word is a part of. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  const reach = lower.length <= 2 ? 1 : lower.length <= 8 ? 2 : 3;
  let best: string | undefined;
  let bestDistance = reach + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - lower.length) > reach) continue;
    const distance = editDistance(lower, candidate.toLowerCase(), reach);
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== undefined || lower.length < 3) return best;
  for (const candidate of candidates) if (candidate.toLowerCase().startsWith(lower)) return candidate;
  return undefined;
}

/** `"a", "b" or "c"` and 「a」「b」「c」, for messages; long lists are cut. */
export function enumerate(words: readonly string[], limit = 12): { en: string; ja: string } {
  const shown = words.slice(0, limit);
  const cut = words.length > shown.length;
  const quoted = shown.map((word) => `"${word}"`);
  const en = cut
    ? `${quoted.join(', ')}, …`
    : quoted.length < 2
      ? (quoted[0] ?? '')
      : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
  return { en, ja: `${shown.join('、')}${cut ? ' など' : ''}` };
}
