import type { Range, SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-types';
import type { LineRecord } from '../model/record';
import type { RulesFile } from '../model/rules-file';
import type { TokenLines } from './semantic-tokens/delta';
import { joinTokens, tokenEdits } from './semantic-tokens/delta';
import { encodeLine } from './semantic-tokens/legend';
import type { TokenDetail } from './semantic-tokens/line-tokens';
import { tokensOfLine } from './semantic-tokens/line-tokens';

export { semanticTokensLegend } from './semantic-tokens/legend';
export type { TokenDetail } from './semantic-tokens/line-tokens';

/** An answer as it was given: the numbers of each line, and the records that they were made of. */
interface Answer {
  readonly id: string;
  readonly records: readonly LineRecord[];
  readonly lines: TokenLines;
}

/** Lines between two chances to do something else. */
const stepLines = 200;

/** Files of up to so many lines are resolved in next to no time. A screenful of a larger one does not wait for it. */
const quicklyResolved = 5000;

/**
 * The tokens of the open files. What a line's tokens are is kept for as long as its record, so that an edit has only the lines read
 * anew that it touched; of each file the last answer is kept, to say what has changed since.
 */
export class SemanticTokenResults {
  private readonly encoded = new WeakMap<LineRecord, Uint32Array>();
  /** One array for all lines that have the same numbers: files have many lines of few shapes. */
  private readonly shapes = new Map<string, Uint32Array>();
  private readonly last = new Map<string, Answer>();
  private answers = 0;

  constructor(readonly detail: TokenDetail) {}

  /** Reads the lines whose tokens are not known yet, in steps of a millisecond or so. */
  *prepare(file: RulesFile): Generator<undefined, void> {
    file.resolution();
    for (let line = 0; line < file.lineCount; line++) {
      this.tokensOf(file, line);
      if (line % stepLines === stepLines - 1) yield undefined;
    }
  }

  /** All tokens of a file. */
  full(uri: string, file: RulesFile): SemanticTokens {
    const lines = this.linesOf(file, this.last.get(uri));
    return { resultId: this.remember(uri, file, lines), data: joinTokens(lines) };
  }

  /** What has changed since an answer; all tokens where that answer was not the last one. */
  delta(uri: string, file: RulesFile, previousResultId: string): SemanticTokens | SemanticTokensDelta {
    const last = this.last.get(uri);
    if (last === undefined || last.id !== previousResultId) return this.full(uri, file);
    const lines = this.linesOf(file, last);
    const edits = tokenEdits(last.lines, lines);
    return { resultId: this.remember(uri, file, lines, edits.length === 0 ? last.id : undefined), edits };
  }

  /** The tokens of the lines in a range; the lines at its ends are given whole. */
  range(file: RulesFile, range: Range): SemanticTokens {
    const first = Math.max(0, range.start.line);
    const end = Math.min(file.lineCount, range.end.line + 1);
    if (file.lineCount <= quicklyResolved) file.resolution();
    const lines: Uint32Array[] = [];
    for (let line = first; line < end; line++) lines.push(this.tokensOf(file, line));
    const data = joinTokens(lines);
    if (data.length > 0) data[0] = (data[0] ?? 0) + first;
    return { data };
  }

  /** Forgets a file that is closed. */
  forget(uri: string): void {
    this.last.delete(uri);
    if (this.last.size === 0) this.shapes.clear();
  }

  /** The numbers of all lines. What stands at the head and at the tail as in the last answer is taken over without a look at each line. */
  private linesOf(file: RulesFile, last: Answer | undefined): TokenLines {
    // It finds out which targets' names are taken by chains, and has the lines read again that this concerns.
    file.resolution();
    const { records } = file;
    const before = last?.records ?? [];
    const shorter = Math.min(before.length, records.length);
    let head = 0;
    while (head < shorter && before[head] === records[head]) head++;
    let tail = 0;
    while (tail < shorter - head && before[before.length - 1 - tail] === records[records.length - 1 - tail]) tail++;
    if (last !== undefined && head === records.length && head === before.length) return last.lines;
    const lines = last?.lines.slice(0, head) ?? [];
    const sameCount = before.length === records.length;
    for (let line = head; line < records.length - tail; line++) {
      const same = sameCount && before[line] === records[line] ? last?.lines[line] : undefined;
      lines.push(same ?? this.tokensOf(file, line));
    }
    return tail === 0 ? lines : lines.concat(last?.lines.slice(before.length - tail) ?? []);
  }

  private tokensOf(file: RulesFile, line: number): Uint32Array {
    const record = file.records[line];
    if (record === undefined) return empty;
    let numbers = this.encoded.get(record);
    if (numbers === undefined) {
      numbers = this.shared(encodeLine(tokensOfLine(file, line, this.detail)));
      this.encoded.set(record, numbers);
    }
    return numbers;
  }

  private shared(numbers: Uint32Array): Uint32Array {
    if (numbers.length === 0) return empty;
    const key = String.fromCharCode(...numbers.subarray(0, 200));
    const known = this.shapes.get(key);
    if (known !== undefined && sameNumbers(known, numbers)) return known;
    this.shapes.set(key, numbers);
    return numbers;
  }

  private remember(uri: string, file: RulesFile, lines: TokenLines, oldId?: string): string {
    const id = oldId ?? String(++this.answers);
    this.last.set(uri, { id, records: [...file.records], lines });
    return id;
  }
}

const empty = new Uint32Array(0);

function sameNumbers(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
