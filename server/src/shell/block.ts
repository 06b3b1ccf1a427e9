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
  const known = fixes.get(file);
  const holds = known?.revision === file.revision && known.family === file.family;
  if (holds && known.block.first <= line && line < known.block.end) return known.fix;
  const block = shellBlockAt(file, line);
  if (block === undefined) return undefined;
  const fix = fixOf(file, block);
  fixes.set(file, { revision: file.revision, family: file.family, block, fix });
  return fix;
}

/** The last block's fix of each file: every line of a block asks for the same. */
const fixes = new WeakMap<RulesFile, { revision: number; family: Family; block: ShellBlock; fix: BlockFix | undefined }>();

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

/** The block of shell lines that a line is part of; `undefined` where no line of it calls iptables. */
export function shellBlockAt(file: RulesFile, line: number): ShellBlock | undefined {
  // A line that belongs to a rules file can only be the continuation of a shell's.
  let first = line;
  while (first > 0 && !isForeign(file, first) && isContinued(file, first - 1)) first--;
  if (!isForeign(file, first) || file.records[first]?.kind !== 'command') return undefined;
  const start = upwards(file, first);
  let end = start;
  let calls = false;
  let lastShell = start;
  while (end < file.lineCount && (isForeign(file, end) || isContinued(file, end - 1))) {
    const text = file.lineText(end);
    calls ||= callLine.test(text);
    // Comments and blank lines at the end are the file's own.
    if (text.trim() !== '' && !text.startsWith('#')) lastShell = end;
    end++;
  }
  if (!calls || line > lastShell) return undefined;
  let begin = start;
  while (begin < lastShell && file.lineText(begin).trim() === '') begin++;
  return { first: begin, end: lastShell + 1 };
}

/** The first line of the shell's lines, comments and blank lines that a line stands among. */
function upwards(file: RulesFile, line: number): number {
  let first = line;
  while (first > 0 && (isForeign(file, first - 1) || isContinued(file, first - 2))) first--;
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

/** The line ends in a `\`, so that the next one belongs to it; but only where it is a shell's. */
function isContinued(file: RulesFile, line: number): boolean {
  if (line < 0 || !/\\\s*$/.test(file.lineText(line))) return false;
  let first = line;
  while (first > 0 && !isForeign(file, first) && /\\\s*$/.test(file.lineText(first - 1))) first--;
  return isForeign(file, first) && !file.lineText(first).startsWith('#');
}
