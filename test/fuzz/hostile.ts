// Texts that nobody writes, and everything that the service can be asked about a file: no call may throw, or take long.

import type { Settings } from '../../server/src/features/settings';
import { readSettings } from '../../server/src/features/settings';
import type { LanguageService } from '../../server/src/service';
import { createLanguageService } from '../../server/src/service';
import type { Position } from '../../server/src/text/position';
import { randomText } from '../support/cases/edits';
import type { Random } from '../support/cases/random';
import { manyLines } from './hostile-files';
import { longLines } from './hostile-lines';
import { scripts } from './hostile-scripts';
import type { HostileText } from './hostile-text';
import { file, jinja, shell } from './hostile-text';

export type { HostileText } from './hostile-text';

/** How long the calls took, and what they threw. */
export interface Tally {
  calls: number;
  /** Told of each call before it is made, to find the one that does not return. */
  begun?: (method: string) => void;
  /** The slowest call of each method. */
  readonly slowest: Map<string, { readonly ms: number; readonly about: string }>;
  readonly thrown: { readonly method: string; readonly about: string; readonly error: string }[];
}

export function newTally(): Tally {
  return { calls: 0, slowest: new Map(), thrown: [] };
}

/**
 * Lines, and files, that are far too long, too deep or too strange.
 * @param size Of what they are at their worst: a megabyte in a line, tens of thousands of lines.
 */
export function hostileTexts(size = 1): HostileText[] {
  return [...longLines(size), ...manyLines(size), ...scripts(size)];
}

/** A random text: bytes, units, or a real ruleset that some units have been changed in. */
export function randomHostile(random: Random): HostileText {
  const uri = random.pick([
    file,
    file,
    jinja,
    shell,
    'file:///x.ip6tables',
    'file:///srv/rules.v4.erb',
    'file:///etc/ufw/before.rules',
    '%E0%A4',
  ]);
  const length = random.below(random.percent(90) ? 400 : 20_000);
  const kind = random.below(4);
  const units = Array.from({ length }, () => (kind === 0 ? random.below(256) : kind === 1 ? random.below(0x10000) : 32 + random.below(95)));
  if (kind < 3) {
    const text = String.fromCharCode(
      ...units.map((unit) => (random.percent(8) ? random.pick([10, 13, 34, 45, 32, 42, 58, 35, 123]) : unit)),
    );
    return { about: 'random units', uri, text };
  }
  let text = randomText(random, 60);
  for (let count = random.below(30); count > 0; count--) {
    const at = random.below(text.length + 1);
    text =
      text.slice(0, at) +
      String.fromCharCode(random.percent(50) ? random.below(128) : random.below(0x10000)) +
      text.slice(at + random.below(6));
  }
  return { about: 'a mangled ruleset', uri, text };
}

/** Asks everything about a text, at random places and on its ends. */
export function askEverything({ about, uri, text, beside }: HostileText, random: Random, tally: Tally, places = 3): void {
  const call = <T>(method: string, act: () => T): T | undefined => {
    const begin = performance.now();
    const used = process.cpuUsage();
    tally.calls++;
    tally.begun?.(method);
    try {
      return act();
    } catch (error) {
      tally.thrown.push({ method, about, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      return undefined;
    } finally {
      const { user, system } = process.cpuUsage(used);
      // What other programs took of the processor meanwhile is not the call's; nor is what the collector's threads take beside it.
      const ms = Math.min(performance.now() - begin, (user + system) / 1000);
      if (ms > (tally.slowest.get(method)?.ms ?? 0)) tally.slowest.set(method, { ms, about });
    }
  };
  const service = createLanguageService({ locale: random.pick(['en', 'ja']), snippetSupport: true, settings: settings(random) });
  call('open', () => service.open(uri, text));
  const other = service.siblingOf(uri);
  if (other !== undefined && beside !== undefined) call('open', () => service.open(other, beside));
  call('tokens', () => service.semanticTokens(uri));
  const lines = text.split(/\r\n|\r|\n/);
  const longest = lines.reduce((best, line, index) => (line.length > (lines[best] ?? '').length ? index : best), 0);
  const range = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
  wholeFile(service, uri, range, call);
  for (let count = 0; count < places; count++) {
    const line = count === 0 ? longest : random.below(lines.length + 1);
    const length = lines[line]?.length ?? 0;
    // The end of a line, its middle, anywhere.
    const character = count === 0 ? length : count === 1 ? Math.floor(length / 2) : random.below(length + 2);
    atPlace(service, uri, { line, character }, random, call);
  }
  const at = { line: longest, character: lines[longest]?.length ?? 0 };
  call('change', () => service.change(uri, [{ range: { start: at, end: at }, newText: ' x' }]));
  call('tokens after a change', () => service.semanticTokens(uri, '1'));
  call('diagnostics after a change', () => service.diagnosticsSoFar(uri));
  const { start } = { start: { line: longest, character: Math.floor((lines[longest]?.length ?? 0) / 2) } };
  call('change', () => service.change(uri, [{ range: { start, end: start }, newText: '\n' }]));
  call('diagnostics after a change', () => service.diagnosticsSoFar(uri));
  call('close', () => service.close(uri));
}

type Call = <T>(method: string, act: () => T) => T | undefined;
type Range = { readonly start: Position; readonly end: Position };

function wholeFile(service: LanguageService, uri: string, range: Range, call: Call): void {
  call('diagnosticsSoFar', () => service.diagnosticsSoFar(uri));
  const steps = call('analysis', () => service.analysis(uri));
  // Each step of what runs in the background is a call by itself, since messages are read between them.
  for (let done = steps === undefined; !done; ) done = call('a step of the analysis', () => steps?.next().done !== false) ?? true;
  call('diagnostics', () => service.diagnostics(uri));
  call('documentSymbols', () => service.documentSymbols(uri));
  call('flatSymbols', () => service.flatSymbols(uri));
  call('workspaceSymbols', () => service.workspaceSymbols('C1'));
  call('foldingRanges', () => service.foldingRanges(uri));
  call('foldingRanges', () => service.foldingRanges(uri, 3));
  call('codeLenses', () => service.codeLenses(uri));
  call('documentLinks', () => service.documentLinks(uri));
  call('inlayHints', () => service.inlayHints(uri, range));
  call('tokens of a range', () => service.semanticTokensRange(uri, range));
  call('format', () => service.format(uri));
  call('fixAll', () => service.fixAll(uri));
  call('status', () => service.status(uri));
  call('copyAsCommands', () => service.copyAsCommands(uri));
  call('codeActions of the whole file', () =>
    service.codeActions({
      uri,
      version: 1,
      range,
      only: undefined,
      canShowPages: true,
      canConvertLineEnds: true,
      canCreateFiles: true,
      renameCommand: 'r',
    }),
  );
  call('exemptService', () => service.exemptService(uri, { port: 694 }));
}

function atPlace(service: LanguageService, uri: string, position: Position, random: Random, call: Call): void {
  const here = { start: position, end: position };
  call('hover', () => service.hover(uri, position));
  const list = call('complete', () => service.complete(uri, position));
  const item = list?.items[random.below(Math.max(1, list.items.length))];
  if (item !== undefined) call('resolveCompletion', () => service.resolveCompletion(item));
  call('signatureHelp', () => service.signatureHelp(uri, position));
  call('definition', () => service.definition(uri, position));
  call('references', () => service.references({ uri, position, includeDeclaration: true }));
  call('documentHighlights', () => service.documentHighlights(uri, position));
  for (const found of call('prepareCallHierarchy', () => service.prepareCallHierarchy(uri, position)) ?? []) {
    call('incomingCalls', () => service.incomingCalls(found));
    call('outgoingCalls', () => service.outgoingCalls(found));
  }
  call('selectionRanges', () => service.selectionRanges(uri, [position, { line: 0, character: 0 }]));
  call('prepareRename', () => service.prepareRename(uri, position));
  call('rename', () => service.rename(uri, position, random.pick(['OTHER', '', '-x', 'a'.repeat(50), '\0', 'INPUT'])));
  call('formatFinishedLine', () => service.formatFinishedLine(uri, position));
  call('format', () => service.format(uri, here));
  call('codeActions', () =>
    service.codeActions({
      uri,
      version: 1,
      range: here,
      only: undefined,
      canShowPages: false,
      canConvertLineEnds: false,
      canCreateFiles: false,
      renameCommand: undefined,
    }),
  );
  call('pasteAsRules', () => service.pasteAsRules(uri, { range: here, text: service.text(uri) ?? '' }));
  call('pasteAsRules', () => service.pasteAsRules(uri, { range: here, text: 'iptables -A INPUT -p tcp --dport 22 -j ACCEPT' }));
  call('copyAsCommands', () => service.copyAsCommands(uri, here));
}

function settings(random: Random): Settings {
  return readSettings({
    format: { style: random.pick(['tidy', 'canonical']), align: random.percent(50) },
    inlayHints: { ruleNumbers: random.percent(50) },
    family: random.pick(['auto', 'ipv4', 'ipv6']),
    templates: random.pick(['auto', 'off']),
    backend: random.pick(['any', 'legacy', 'nft']),
  });
}
