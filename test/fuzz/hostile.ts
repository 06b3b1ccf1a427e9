// Texts that nobody writes, and everything that the service can be asked about a file: no call may throw, or take long.

import type { Settings } from '../../server/src/features/settings';
import { readSettings } from '../../server/src/features/settings';
import type { LanguageService } from '../../server/src/service';
import { createLanguageService } from '../../server/src/service';
import type { Position } from '../../server/src/text/position';
import { randomText } from '../support/cases/edits';
import type { Random } from '../support/cases/random';

/** A text and the name of its file. */
export interface HostileText {
  readonly about: string;
  readonly uri: string;
  readonly text: string;
}

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

const file = 'file:///etc/iptables/rules.v4';
const jinja = 'file:///roles/rules.v4.j2';
const shell = 'file:///srv/rules.v4.envsubst';

/**
 * Lines, and files, that are far too long, too deep or too strange.
 * @param size Of what they are at their worst: a megabyte in a line, tens of thousands of lines.
 */
export function hostileTexts(size = 1): HostileText[] {
  const mega = (1 << 20) * size;
  const inTable = (rules: string, about: string, uri = file): HostileText => ({
    about,
    uri,
    text: `*filter\n:INPUT ACCEPT [0:0]\n${rules}\nCOMMIT\n`,
  });
  const line = (about: string, piece: string, head = '-A INPUT ', uri = file): HostileText =>
    inTable(head + piece.repeat(Math.ceil(mega / piece.length)), about, uri);
  const many = (about: string, count: number, of: (index: number) => string, head = '-A INPUT '): HostileText =>
    inTable(head + Array.from({ length: count * size }, (_, index) => of(index)).join(''), about);
  const chains = (about: string, count: number, to: (index: number) => string): HostileText =>
    inTable(
      [
        ...Array.from({ length: count }, (_, index) => `:C${index} - [0:0]`),
        '-A INPUT -j C0',
        ...Array.from({ length: count }, (_, index) => `-A C${index} ${to(index)}`),
      ].join('\n'),
      about,
    );
  return [
    line('a megabyte of one letter', 'a', ''),
    line('a megabyte of one word behind -A', 'a', '-A '),
    line('a megabyte in an address', '1', '-A INPUT -s '),
    line('a megabyte of dots', '1.', '-A INPUT -s '),
    line('a megabyte of colons', ':', '-A INPUT -s '),
    line('a megabyte of slashes', '/', '-A INPUT -s '),
    line('a megabyte of ports', '22,', '-A INPUT -p tcp -m multiport --dports '),
    line('a megabyte of addresses', '192.0.2.1,', '-A INPUT -s '),
    line('a megabyte of states', 'NEW,', '-A INPUT -m conntrack --ctstate '),
    line('a megabyte of flags', 'SYN,', '-A INPUT -p tcp --tcp-flags '),
    line('a megabyte of hexadecimal', '|00', '-A INPUT -m string --algo bm --hex-string "'),
    line('a megabyte of u32', '0&1=', '-A INPUT -m u32 --u32 "'),
    line('a megabyte of bytecode', '6 0 0 0,', '-A INPUT -m bpf --bytecode "'),
    line('a megabyte of dashes', '-', ''),
    line('a megabyte of typographic dashes', '–', '-A INPUT '),
    line('a megabyte of words with typographic dashes', '–dport 22 ', '-A INPUT '),
    line('a megabyte of blanks', ' ', ''),
    line('a megabyte of blanks in a rule', ' ', '-A INPUT -j ACCEPT'),
    line('a megabyte of tabs', '\t', '-A INPUT'),
    line('a megabyte of no-break spaces', '\u00a0', '-A INPUT'),
    line('words between no-break spaces', '\u00a0-s\u00a01', '-A INPUT'),
    line('a megabyte of NULs', '\0', '-A INPUT '),
    line('a megabyte of lone surrogates', '\ud800', '-A INPUT '),
    line('a megabyte of quotes', '"', ''),
    line('a megabyte of open typographic quotes', '“', '-A INPUT '),
    line('quoted words', '"a" ', '-A INPUT '),
    line('a megabyte of backslashes', '\\', '-A INPUT -m comment --comment "'),
    line('a megabyte of exclamation marks', '! ', '-A INPUT '),
    line('a megabyte of -m tcp', '-m tcp '),
    line('a megabyte of -m nosuch', '-m nosuch '),
    line('a megabyte of bundled letters', 'v', '-A INPUT -'),
    line('a megabyte of --name=value', '--dport=22 ', '-A INPUT -p tcp '),
    line('a megabyte of commands', '-A INPUT ', ''),
    line('a megabyte of comment', '# ', '#'),
    line('a megabyte of silencing', 'unknown-option, ', '# iptables-lint: disable='),
    line('a megabyte of unknown codes', 'x,', '# iptables-lint: disable='),
    line('a megabyte of counters', '[0:0]', ''),
    line('a counter without an end', '1', '['),
    line('a declaration of a megabyte', 'a', ':'),
    line('a declaration of many words', 'a ', ':X '),
    line('a table of a megabyte', 'a', '*'),
    line('placeholders', '{{ a }}', '-A INPUT ', jinja),
    line('open placeholders', '{{ ', '-A INPUT ', jinja),
    line('open tags with quotes', `{% ' {{ " `, '-A INPUT ', jinja),
    line('tags with open quotes', `{{'}}`, '-A INPUT ', jinja),
    line('control tags', '{% if a %}', '', jinja),
    line('open expansions', '${', '-A INPUT ', shell),
    line('open substitutions', '$(', '-A INPUT ', shell),
    line('names of the shell', '$A', '-A INPUT ', shell),
    line('placeholders of autoconf', '@A@', '-A INPUT '),
    line('at signs', '@', '-A INPUT '),
    line('open expansions in a plain file', '${'),
    line('open erb', '<% ', '-A INPUT '),
    line('shell words', 'iptables -A INPUT ', ''),
    line('a megabyte of nft', 'ip saddr { 192.0.2.1 } ', ''),
    many('100,000 options', 100_000, (index) => ['-p tcp ', '--dport 22 ', '-s 192.0.2.1 ', '! -i eth0 ', '-m mark '][index % 5] ?? ''),
    many('100,000 unknown options', 100_000, (index) => `--no${index} `),
    many('100,000 matches', 100_000, (index) => ['-m tcp ', '-m udp ', '-m conntrack ', '-m limit '][index % 4] ?? ''),
    many('10,000 quotes', 10_000, () => '" '),
    many('10,000 jumps', 10_000, (index) => `-j C${index} `),
    many('every Unicode space and dash', 3000, (index) => `${spacesAndDashes[index % spacesAndDashes.length] ?? ''}-dport${index} `),
    chains('a jump chain of 5,000', 5000, (index) => `-j C${index + 1}`),
    chains('a goto chain of 5,000', 5000, (index) => `-g C${index + 1}`),
    chains('a jump chain that closes', 5000, (index) => `-j C${(index + 1) % 5000}`),
    chains('a jump chain upwards', 5000, (index) => `-j C${index === 0 ? 4999 : index - 1}`),
    chains('chains that double', 60, (index) => `-j C${index + 1}\n-A C${index} -j C${index + 1}`),
    chains('loops everywhere', 300, (index) => `-j C${(index * 7) % 300}\n-A C${index} -j C${(index * 13) % 300}`),
    chains('jumps to themselves', 2000, (index) => `-j C${index}`),
    inTable(
      [
        ...Array.from({ length: 5000 * size }, (_, index) => `:CHAIN-${index} - [0:0]`),
        ...Array.from({ length: 10_000 * size }, (_, index) => `-A INPUT -j CHIAN-${index}`),
      ].join('\n'),
      '10,000 misspelled names among 5,000 chains',
    ),
    { about: 'nothing', uri: file, text: '' },
    { about: '100,000 empty lines', uri: file, text: '\n'.repeat(100_000 * size) },
    { about: '100,000 carriage returns', uri: file, text: '\r'.repeat(100_000 * size) },
    { about: '50,000 CRLF', uri: file, text: '\r\n'.repeat(50_000 * size) },
    { about: '20,000 tables', uri: file, text: '*filter\nCOMMIT\n'.repeat(20_000 * size) },
    { about: '20,000 open tables', uri: file, text: '*filter\n'.repeat(20_000 * size) },
    { about: '20,000 declarations of one chain', uri: file, text: `*filter\n${':X - [0:0]\n'.repeat(20_000 * size)}COMMIT\n` },
    { about: '20,000 open quotes', uri: file, text: `*filter\n${'-A INPUT "\n'.repeat(20_000 * size)}COMMIT\n` },
    { about: '20,000 broken rules', uri: file, text: `*filter\n${'-A INPUT -p tcp --dprot 22 -j ACEPT\n'.repeat(20_000 * size)}COMMIT\n` },
    {
      about: '20,000 comments that silence',
      uri: file,
      text: `*filter\n${'# iptables-lint: disable=unknown-option\n'.repeat(20_000 * size)}COMMIT\n`,
    },
    { about: '20,000 open blocks', uri: jinja, text: `*filter\n${'{% if a %}\n'.repeat(20_000 * size)}COMMIT\n` },
    {
      about: '20,000 NOTRACK rules',
      uri: file,
      text: `*raw\n${Array.from({ length: 20_000 * size }, (_, index) => `-A PREROUTING -p udp --dport ${index} -j NOTRACK\n`).join('')}COMMIT\n`,
    },
    { about: '20,000 deletions', uri: file, text: `*filter\n${'-D INPUT 1\n'.repeat(20_000 * size)}COMMIT\n` },
    { about: '20,000 insertions', uri: file, text: `*filter\n${'-I INPUT 1 -j ACCEPT\n'.repeat(20_000 * size)}COMMIT\n` },
    {
      about: '5,000 renamings',
      uri: file,
      text: `*filter\n:C0 - [0:0]\n${Array.from({ length: 5000 * size }, (_, index) => `-E C${index} C${index + 1}\n`).join('')}COMMIT\n`,
    },
  ];
}

/** Every Unicode space and dash, and what else looks like one or like nothing. */
const spacesAndDashes = [
  ...[0x09, 0x0b, 0x0c, 0x20, 0x85, 0xa0, 0x1680, 0x180e, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff],
  ...Array.from({ length: 16 }, (_, index) => 0x2000 + index),
  ...[0x2d, 0xad, 0x58a, 0x5be, 0x1400, 0x1806, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2053, 0x207b, 0x208b, 0x2212],
  ...[0x2e17, 0x2e1a, 0x2e3a, 0x2e3b, 0x301c, 0x3030, 0x30a0, 0xfe31, 0xfe58, 0xfe63, 0xff0d, 0x200d, 0x200e, 0x200f, 0x202e],
].map((code) => String.fromCharCode(code));

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
export function askEverything({ about, uri, text }: HostileText, random: Random, tally: Tally, places = 3): void {
  const call = <T>(method: string, act: () => T): T | undefined => {
    const begin = performance.now();
    tally.calls++;
    tally.begun?.(method);
    try {
      return act();
    } catch (error) {
      tally.thrown.push({ method, about, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      return undefined;
    } finally {
      const ms = performance.now() - begin;
      if (ms > (tally.slowest.get(method)?.ms ?? 0)) tally.slowest.set(method, { ms, about });
    }
  };
  const service = createLanguageService({ locale: random.pick(['en', 'ja']), snippetSupport: true, settings: settings(random) });
  call('open', () => service.open(uri, text));
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
  call('codeActions', () =>
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
