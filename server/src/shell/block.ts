import type { Family } from '../catalogue/schema';
import type { Text } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import { preferredEnd } from '../text/lines';
import type { Edit } from '../text/position';
import type { Place } from './merge';
import { merge, standingIn } from './merge';
import type { Plan } from './plan';
import { planOf } from './plan';
import type { Script } from './script';
import { readScript } from './script';

/** Lines of a rules file that are a shell's. */
export interface ShellBlock {
  readonly first: number;
  /** The first line behind it. */
  readonly end: number;
}

/** The fix that turns a block of shell lines into rules. */
export interface BlockFix {
  readonly title: Text;
  readonly edits: readonly Edit[];
  readonly preferred: true;
  /** Nothing is left to decide: `--fix` may take it. */
  readonly automatic: boolean;
}

/** "Turn these 3 iptables commands into rules of this file"; `undefined` where a line is no shell's. */
export function shellBlockFix(file: RulesFile, line: number): BlockFix | undefined {
  // Nearly all lines of nearly all files: nothing else need be looked at.
  if (isForeign(file, line) ? file.records[line]?.kind !== 'command' : !endsInBackslash(file.lineText(line - 1))) return undefined;
  const { fixes, continued } = knownOf(file);
  if (fixes.has(line)) return fixes.get(line);
  const found = shellLinesAt(file, line, continued);
  if (found === undefined) return undefined;
  for (let other = found.first; other < found.end; other++) fixes.set(other, undefined);
  const { block } = found;
  if (block === undefined) return undefined;
  const fix = fixOf(file, block);
  for (let other = block.first; other < block.end; other++) fixes.set(other, fix);
  return fixes.get(line);
}

/** Whether a line's fix was asked for before, so that it is told at once. */
export function knowsBlockAt(file: RulesFile, line: number): boolean {
  return known.get(file)?.revision === file.revision && known.get(file)?.fixes.has(line) === true;
}

/** What is known of a file as it stands: every line of a block asks for the same. */
interface Known {
  readonly revision: number;
  readonly family: Family;
  /** The fixes of the lines that were looked at. */
  readonly fixes: Map<number, BlockFix | undefined>;
  /** The lines that go on in the next one, as 1. */
  readonly continued: Uint8Array;
}

const known = new WeakMap<RulesFile, Known>();

function knownOf(file: RulesFile): Known {
  const { revision, family } = file;
  let found = known.get(file);
  if (found?.revision !== revision || found.family !== family) {
    found = { revision, family, fixes: new Map(), continued: continuedLines(file) };
    known.set(file, found);
  }
  return found;
}

/** The lines that end in a `\` so that the next one belongs to them: where the first of them is a shell's, and no comment. */
function continuedLines(file: RulesFile): Uint8Array {
  const continued = new Uint8Array(file.lineCount);
  /** The line above ends in a `\`; and, if so, whether a shell's line began it all. */
  let [goesOn, isShell] = [false, false];
  for (let line = 0; line < file.lineCount; line++) {
    const text = file.lineText(line);
    if (!text.includes('\\')) {
      goesOn = false;
      continue;
    }
    if (isForeign(file, line)) isShell = !text.startsWith('#');
    else if (!goesOn) isShell = false;
    goesOn = endsInBackslash(text);
    continued[line] = goesOn && isShell ? 1 : 0;
  }
  return continued;
}

/** A search for `\\s*$` would begin anew at each of a megabyte of backslashes. */
function endsInBackslash(text: string): boolean {
  return text.trimEnd().endsWith('\\');
}

function fixOf(file: RulesFile, block: ShellBlock): BlockFix | undefined {
  const texts: string[] = [];
  for (let line = block.first; line < block.end; line++) texts.push(file.lineText(line));
  const script = readScript(texts.join('\n'));
  const place = { line: block.first, end: block.end };
  const bare = withoutLines(file, place);
  const plan = planOf(script, familyFor(file, script), standingIn(bare, place));
  if (plan.commands === 0) return undefined;
  const { lines, edits } = merge(bare, plan, place);
  const last = block.end - 1;
  const whole = { start: { line: block.first, character: 0 }, end: { line: last, character: file.lineText(last).length } };
  const emptied = lines.length === 0;
  const range = emptied && block.end < file.lineCount ? { start: whole.start, end: { line: block.end, character: 0 } } : whole;
  return {
    title: titleOf(plan),
    edits: withLineEnds(file, [{ range, newText: lines.join('\n') }, ...edits]),
    preferred: true,
    automatic: plan.complete && plan.family === file.family,
  };
}

/** The file with nothing in some of its lines: what their words mean to iptables-restore is not what stands in the file. */
export function withoutLines(file: RulesFile, place: Place): RulesFile {
  const texts = file.lines.texts.map((text, line) => (line >= place.line && line < place.end ? '' : text));
  return file.withText(texts.join('\n'));
}

/** The family whose commands are wanted: the file's, unless the script has none of it. */
export function familyFor(file: RulesFile, script: Script): Family {
  const other: Family = file.family === 'ipv4' ? 'ipv6' : 'ipv4';
  const unsure = file.familyReason === 'default' && script.families[other] > script.families[file.family];
  return script.families[file.family] > 0 && !unsure ? file.family : other;
}

/** The words for turning a plan's commands into rules. */
export function titleOf({ commands }: Plan): Text {
  return commands === 1
    ? { en: 'Turn this iptables command into a rule of this file', ja: 'この iptables コマンドをこのファイルのルールに変換する' }
    : {
        en: `Turn these ${commands} iptables commands into rules of this file`,
        ja: `これら ${commands} 個の iptables コマンドをこのファイルのルールに変換する`,
      };
}

/** The edits with the file's own line ends. */
export function withLineEnds(file: RulesFile, edits: readonly Edit[]): Edit[] {
  const newline = preferredEnd(file.lines);
  return edits.map(({ range, newText }) => ({ range, newText: newline === '\n' ? newText : newText.replaceAll('\n', newline) }));
}

/** A line that calls iptables: by its name, a path, a variable, with sudo, behind assignments or a prompt. */
const callLine =
  /^\s*(?:\$\s+)?(?:(?:sudo|doas|command|exec|env|time|busybox)\s+(?:-\S+\s+)*)?(?:[A-Za-z_]\w*=\S*\s+)*["']?(?:(?:\S*\/)?ip6?tables(?:-legacy|-nft)?["']?(?:\s|$)|\$\{?_?ip_?[46v]*_?t(?:ables)?[_\w]*\}?["']?\s)/i;
/** A line that iptables-restore knows. */
const restoreLine = /^(?:\s*-|[*:[]|COMMIT\s*$)/;

/** The foreign lines that a line stands among, and the block of a shell's in them; `undefined` where a line is no foreign one. */
function shellLinesAt(
  file: RulesFile,
  line: number,
  continued: Uint8Array,
): (ShellBlock & { readonly block: ShellBlock | undefined }) | undefined {
  // A line that belongs to a rules file can only be the continuation of a shell's.
  let first = line;
  while (first > 0 && !isForeign(file, first) && continued[first - 1] === 1) first--;
  if (!isForeign(file, first) || file.records[first]?.kind !== 'command') return undefined;
  const start = upwards(file, first, continued);
  let end = start;
  let calls = false;
  let lastShell = start;
  while (end < file.lineCount && (isForeign(file, end) || continued[end - 1] === 1)) {
    const text = file.lineText(end);
    calls ||= callLine.test(text);
    // Comments and blank lines at the end are the file's own.
    if (text.trim() !== '' && !text.startsWith('#')) lastShell = end;
    end++;
  }
  if (!calls || line > lastShell) return { first: calls ? lastShell + 1 : start, end, block: undefined };
  let begin = start;
  while (begin < lastShell && file.lineText(begin).trim() === '') begin++;
  return { first: start, end, block: { first: begin, end: lastShell + 1 } };
}

/** The first line of the shell's lines, comments and blank lines that a line stands among. */
function upwards(file: RulesFile, line: number, continued: Uint8Array): number {
  let first = line;
  while (first > 0 && (isForeign(file, first - 1) || continued[first - 2] === 1)) first--;
  let at = first;
  // Comments of the file itself, with a blank line behind them, are no part of a script that begins below.
  for (let look = first; look < line; look++) {
    const text = file.lineText(look);
    if (text.trim() === '') at = look + 1;
    else if (!text.startsWith('#') || text.startsWith('#!')) break;
  }
  return file.lineText(first).startsWith('#!') ? first : at;
}

function isForeign(file: RulesFile, line: number): boolean {
  return !restoreLine.test(file.lineText(line));
}
