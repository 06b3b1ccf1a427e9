// Holds a file that was edited against one that was opened with the same text: everything that is known of both must be the same.

import assert from 'node:assert/strict';
import { RulesFile } from '../../server/src/model/rules-file';
import type { LanguageService } from '../../server/src/service';
import { createLanguageService } from '../../server/src/service';
import type { Lines } from '../../server/src/text/lines';
import { replaceRange, splitLines } from '../../server/src/text/lines';
import type { Edit } from '../../server/src/text/position';
import { randomEdit, randomText } from '../support/cases/edits';
import type { Random } from '../support/cases/random';
import { randomOf } from '../support/cases/random';

/** A file and its edits, whose answers differed. */
export interface Difference {
  readonly seed: number;
  readonly uri: string;
  readonly before: string;
  readonly edits: readonly Edit[];
  /** What differs: the first lines of the comparison. */
  readonly message: string;
}

const names = [
  ...[
    'file:///etc/iptables/rules.v4',
    'file:///etc/iptables/rules.v4',
    'file:///etc/iptables/rules.v6',
    'untitled:Untitled-1',
    'file:///x.iptables',
  ],
  ...[
    'file:///etc/ufw/user.rules',
    'file:///roles/rules.v4.j2',
    'file:///roles/rules.v4.erb',
    'file:///roles/rules.v4.gotmpl',
    'file:///rules.v4.in',
  ],
];

/** Edits the file of a seed so often, comparing after each edit; gives what differs, or how many edits it was. */
export function editAndCompare(seed: number, most: number): Difference | number {
  const random = randomOf(seed);
  const uri = random.pick(names);
  const before = randomText(random, 4 + random.below(40));
  const edits: Edit[] = [];
  const lines = splitLines(before);
  const watched = watch(uri, before);
  for (let count = 1 + random.below(most); count > 0; count--) {
    // Now and then several edits come in one message.
    const batch = Array.from({ length: random.percent(85) ? 1 : 1 + random.below(5) }, () => {
      const edit = randomEdit(random, lines);
      replaceRange(lines, edit.range, edit.newText);
      return edit;
    });
    edits.push(...batch);
    // Often the next edit comes before anybody has asked.
    const message = watched.differenceAfter(batch, random.percent(85) ? 'all' : 'nothing', random);
    if (message !== undefined) return { seed, uri, before, edits, message };
  }
  return edits.length;
}

/** Whether there is a difference with these edits, whenever it is that somebody asks. */
export function differs(uri: string, before: string, edits: readonly Edit[]): boolean {
  return [1, 2, 3, 4, 5, 6].some((seed) => {
    const random = randomOf(seed);
    const watched = watch(uri, before);
    return edits.some((edit, index) => {
      const isAsked = seed === 1 || index === edits.length - 1 || (seed > 2 && random.percent(60));
      return watched.differenceAfter([edit], isAsked ? 'all' : 'nothing', random) !== undefined;
    });
  });
}

/** A difference with as few edits and lines as it takes. */
export function shrunk(found: Difference): Difference {
  let { before, edits } = found;
  for (let smaller = true; smaller; ) {
    smaller = false;
    for (let at = edits.length - 1; at >= 0; at--) {
      const fewer = edits.filter((_, index) => index !== at);
      if (!differs(found.uri, before, fewer)) continue;
      edits = fewer;
      smaller = true;
    }
    // A line that is taken out moves the edits below it; what is behind all edits moves none.
    const texts = before.split('\n');
    for (let at = texts.length - 1; at >= 0; at--) {
      const shorter = texts.filter((_, index) => index !== at).join('\n');
      const moved = edits.map((edit) => movedUp(edit, at));
      if (!differs(found.uri, shorter, moved)) continue;
      texts.splice(at, 1);
      before = shorter;
      edits = moved;
      smaller = true;
    }
  }
  return { ...found, before, edits };
}

function movedUp(edit: Edit, from: number): Edit {
  const up = (line: number): number => (line > from ? line - 1 : line);
  const { start, end } = edit.range;
  return { ...edit, range: { start: { ...start, line: up(start.line) }, end: { ...end, line: up(end.line) } } };
}

interface Watched {
  /** Applies edits; gives what differs from a newly opened file, `undefined` where nothing does. */
  differenceAfter(edits: readonly Edit[], asked: 'all' | 'nothing', random: Random): string | undefined;
}

function watch(uri: string, before: string): Watched {
  const service = createLanguageService();
  const file = new RulesFile(before, { name: uri });
  service.open(uri, before);
  const lines = splitLines(before);
  let tokens = fullTokens(service, uri);
  return {
    differenceAfter(edits, asked, random) {
      for (const edit of edits) replaceRange(lines, edit.range, edit.newText);
      const text = textOf(lines);
      try {
        service.change(uri, edits);
        for (const edit of edits) file.apply([edit]);
        if (asked === 'nothing') return undefined;
        const fresh = createLanguageService();
        fresh.open(uri, text);
        if (random.percent(70)) tokens = withDelta(service, uri, tokens);
        else tokens = fullTokens(service, uri);
        assert.equal(service.text(uri), text, 'text');
        assert.deepEqual(tokens.data, fullTokens(fresh, uri).data, 'semantic tokens');
        const first = random.below(lines.texts.length);
        const range = { start: { line: first, character: 0 }, end: { line: first + random.below(9), character: 0 } };
        for (const [name, answer] of Object.entries(answers(range))) assert.deepEqual(answer(service, uri), answer(fresh, uri), name);
        assert.deepEqual(known(file), known(new RulesFile(text, { name: uri })), 'records');
        return undefined;
      } catch (error) {
        return error instanceof Error ? (error instanceof assert.AssertionError ? error.message : (error.stack ?? '')) : String(error);
      }
    },
  };
}

type Range = Edit['range'];

/** What both must answer alike. */
function answers(range: Range): Readonly<Record<string, (service: LanguageService, uri: string) => unknown>> {
  return {
    known: (service, uri) => service.diagnosticsSoFar(uri).length > -1,
    diagnostics: (service, uri) => service.diagnostics(uri),
    symbols: (service, uri) => service.documentSymbols(uri),
    folding: (service, uri) => service.foldingRanges(uri),
    hints: (service, uri) => service.inlayHints(uri, range),
    lenses: (service, uri) => service.codeLenses(uri),
    links: (service, uri) => service.documentLinks(uri),
    'tokens of a range': (service, uri) => service.semanticTokensRange(uri, range),
    highlights: (service, uri) => service.documentHighlights(uri, { line: range.start.line, character: 4 }),
    hover: (service, uri) => service.hover(uri, { line: range.start.line, character: 12 }),
    format: (service, uri) => service.format(uri),
    status: (service, uri) => service.status(uri),
    'fix all': (service, uri) => service.fixAll(uri),
  };
}

/** The lines with names in the place of numbers, and the trees. */
function known(file: RulesFile): unknown {
  file.resolution();
  return {
    family: [file.family, file.familyReason],
    language: file.templateLanguage,
    uncertain: file.isUncertain,
    records: file.records.map((record, line) => ({
      ...record,
      chain: record.chain < 0 ? '' : file.nameText(record.chain),
      jump: record.jump < 0 ? '' : file.nameText(record.jump),
      tree: file.tree(line),
    })),
  };
}

interface Tokens {
  readonly id: string | undefined;
  readonly data: readonly number[];
}

function fullTokens(service: LanguageService, uri: string): Tokens {
  const found = service.semanticTokens(uri);
  assert.ok(found !== undefined && 'data' in found);
  return { id: found.resultId, data: found.data };
}

function withDelta(service: LanguageService, uri: string, before: Tokens): Tokens {
  const found = service.semanticTokens(uri, before.id);
  assert.ok(found !== undefined);
  if ('data' in found) return { id: found.resultId, data: found.data };
  const data = [...before.data];
  for (const { start, deleteCount, data: fresh } of [...found.edits].sort((a, b) => b.start - a.start))
    data.splice(start, deleteCount, ...(fresh ?? []));
  return { id: found.resultId, data };
}

function textOf(lines: Lines): string {
  return lines.texts
    .map((line, index) => line + (lines.ends === undefined ? (index < lines.texts.length - 1 ? '\n' : '') : (lines.ends[index] ?? '')))
    .join('');
}
