import type { Family } from '../catalogue/schema';
import type { LineTree } from '../syntax/line';
import { parseLine } from '../syntax/line';
import type { TemplateLanguage, TemplateMode } from '../syntax/template-language';
import { holdsTemplate, mayBeTemplate, templateLanguage } from '../syntax/template-language';
import type { TemplateLine } from '../syntax/template-line';
import { templateLine } from '../syntax/template-line';
import { initialState, sameState } from '../syntax/template-state';
import type { LineChange, Lines } from '../text/lines';
import { joinLines, lineEnd, replaceRange, splitLines } from '../text/lines';
import type { Edit } from '../text/position';
import { ambientChainsOf } from './ambient-chains';
import type { BoundRule } from './bound';
import type { DetectedFamily } from './family';
import { detectFamily } from './family';
import { LineShapes } from './line-shapes';
import { Names } from './names';
import { isOrdinary, patch } from './patch';
import type { LineRecord } from './record';
import { bindIn, recordOf } from './record';
import { Records } from './records';
import { resolve } from './resolve';
import type { Resolution, Resolver } from './resolve-types';
import { certainResolution, isUncertain } from './template-resolution';

/** The file that the same host has for the other family. */
export interface Sibling {
  /** Its URI, or its name. */
  readonly uri: string;
  readonly file: RulesFile;
}

/** What a file is opened with. */
export interface RulesFileOptions {
  /** Its name or URI; tells the family. */
  readonly name?: string | undefined;
  /** The family the user has set; `undefined`: it is found out. */
  readonly family?: Family | undefined;
  /** The names of the sets that exist; `undefined`: that is not known. */
  readonly sets?: ReadonlySet<string> | undefined;
  /** The TCP ports at which sshd of the files' hosts may listen, empty where nobody logs in by ssh; 22 where they are left out. */
  readonly sshPorts?: readonly number[] | undefined;
  /** Whether the file may be a template; `auto` where it is left out. */
  readonly templates?: TemplateMode | undefined;
  /** Where the file is large its ruleset is analysed elsewhere, and never here: that would block whoever asks for seconds. */
  readonly analysedApart?: boolean | undefined;
  /** Gives the host's file of the other family; `undefined`: none is known. */
  readonly sibling?: (() => Sibling | undefined) | undefined;
  /** Gives the URI that the host's file of the other family would have, where there is none as far as is known. */
  readonly siblingPlace?: (() => string | undefined) | undefined;
}

/**
 * A rules file that is open: its lines, what each one means, and what they mean together. An edit re-reads the lines it
 * touches; what depends on other lines is resolved when it is asked for.
 */
export class RulesFile {
  readonly lines: Lines;
  private readonly kept = new Records();
  private readonly names = new Names();
  private hiddenTargets: ReadonlySet<string> = new Set();
  /** How many lines make a chain of each name. */
  private readonly made = new Map<number, number>();
  /** The chains that are made now and were not before, or the reverse, since jumps were last bound. */
  private readonly madeAnew = new Set<number>();
  private detected: DetectedFamily;
  private language: TemplateLanguage | undefined;
  private uncertain: { readonly revision: number; readonly is: boolean } | undefined;
  private resolved: Resolver | undefined;
  /** Of a template: what of the resolution is certain whatever is filled in. */
  private certain: Resolution | undefined;
  /** The records of lines that have others now, as they were when the file was resolved. */
  private readonly replaced = new Map<number, LineRecord>();
  private edits = 0;
  /** The last changes of lines, each with the revision that it led to. */
  private readonly changes: { readonly revision: number; readonly change: LineChange }[] = [];

  constructor(
    text: string,
    private options: RulesFileOptions = {},
  ) {
    this.lines = splitLines(text);
    this.detected = this.detect();
    this.language = this.detectLanguage(text);
    this.kept.replace(0, 0, this.lines.texts.length);
    this.bindFrom(0, this.lines.texts.length);
  }

  /** Its ruleset is analysed elsewhere, and never here. */
  get analysedApart(): boolean {
    return this.options.analysedApart === true && this.lineCount > mostLinesHere;
  }

  /** What is known of each line. */
  get records(): readonly LineRecord[] {
    return this.kept.list;
  }

  /** The lines with something wrong by itself, in order. */
  get faultyLines(): readonly number[] {
    return this.kept.faulty;
  }

  /** The lines that may name a chain, in order: all that do, and some that do not. */
  linesThatMayName(chain: string): readonly number[] {
    return this.kept.mayName(this.names.find(chain));
  }

  /** The lines that are comments, in order. */
  get commentLines(): readonly number[] {
    return this.kept.comments;
  }

  get family(): Family {
    return this.detected.family;
  }

  /** The names of the sets that exist; `undefined`: that is not known. */
  get sets(): ReadonlySet<string> | undefined {
    return this.options.sets;
  }

  /** The TCP ports at which the host's sshd may listen. */
  get sshPorts(): readonly number[] {
    return this.options.sshPorts ?? defaultSshPorts;
  }

  /** The file that the same host has for the other family, as it is now; `undefined`: none is known. */
  get sibling(): Sibling | undefined {
    const sibling = this.options.sibling?.();
    return sibling?.file.family === this.family ? undefined : sibling;
  }

  /** The URI that the host's file of the other family would have; `undefined` where there is one, or it is not known where. */
  get siblingPlace(): string | undefined {
    return this.options.siblingPlace?.();
  }

  get familyReason(): DetectedFamily['reason'] {
    return this.detected.reason;
  }

  /** Its name says that a program loads it without flushing, on top of chains that the program has made (ufw). */
  get loadedOnTop(): boolean {
    return ambientChainsOf(this.options.name) !== undefined;
  }

  /** What fills the file in; `undefined` for a plain rules file. */
  get templateLanguage(): TemplateLanguage | undefined {
    return this.language;
  }

  /**
   * Something in the file is filled in or left out by a template, so that which rules there are is not known. A placeholder in a
   * comment leaves all rules as they are.
   */
  get isUncertain(): boolean {
    if (this.language === undefined) return false;
    if (this.uncertain?.revision !== this.edits) this.uncertain = { revision: this.edits, is: isUncertain(this.records) };
    return this.uncertain.is;
  }

  get lineCount(): number {
    return this.lines.texts.length;
  }

  /** Grows with each edit: what was worked out at one number holds while it stays. */
  get revision(): number {
    return this.edits;
  }

  /** The changes of lines since a revision, one after the other; `undefined` when they are not known any more. */
  changesSince(revision: number): readonly LineChange[] | undefined {
    const since = this.changes.filter((one) => one.revision > revision).map(({ change }) => change);
    const oldest = this.changes[0]?.revision ?? this.edits + 1;
    return revision + 1 >= oldest || revision === this.edits ? since : undefined;
  }

  /** The text of a line, without its end; empty for a line the file does not have. */
  lineText(line: number): string {
    return this.lines.texts[line] ?? '';
  }

  text(): string {
    return joinLines(this.lines);
  }

  /** Applies edits one after the other, each in the text that the ones before it left. */
  apply(edits: readonly Edit[]): void {
    for (const edit of edits) {
      const endsBefore = this.lines.ends;
      const endBefore = lineEnd(this.lines, Math.min(edit.range.start.line, this.lineCount - 1));
      const change = replaceRange(this.lines, edit.range, edit.newText);
      // A carriage return typed before a line feed changes how the line ends, and nothing of its text.
      const sameEnds = this.lines.ends === endsBefore && lineEnd(this.lines, change.first) === endBefore;
      const old = change.removed === 1 && change.inserted === 1 && sameEnds ? this.records[change.first] : undefined;
      this.changes.push({ revision: this.edits + 1, change });
      this.rebind(change);
      // What a line of a template means depends on more than its record.
      if (old === undefined || this.language !== undefined) this.resolved = undefined;
      else if (!this.replaced.has(change.first) && !this.meansTheSame(change.first, old)) this.replaced.set(change.first, old);
    }
    this.edits++;
    if (this.changes.length > mostChangesKept) this.changes.splice(0, this.changes.length - mostChangesKept);
    this.adoptLanguage();
    this.adoptFamily();
  }

  /** Another file of the same name, family setting and so on, with another text. */
  withText(text: string): RulesFile {
    return new RulesFile(text, this.options);
  }

  /** The same file, whose ruleset may be analysed here however large it is: for what the user has asked for. */
  analysedHere(): RulesFile {
    return this.analysedApart ? new RulesFile(this.text(), { ...this.options, analysedApart: false }) : this;
  }

  /** Sets the options anew; gives whether anything came out of it. */
  setOptions(options: RulesFileOptions): boolean {
    // What was found with other ports in mind holds no more.
    if (String(options.sshPorts) !== String(this.options.sshPorts)) this.edits++;
    this.options = options;
    const changed = this.adoptLanguage(true);
    return this.adoptFamily() || changed;
  }

  /** What the lines mean together; of a template only the faults that it has whatever is filled in. */
  resolution(): Resolution {
    if (this.language === undefined) return this.resolveAll();
    if (this.resolved === undefined || this.certain === undefined) this.certain = certainResolution(this.resolveAll(), this.records);
    return this.certain;
  }

  private resolveAll(): Resolution {
    if (this.resolved !== undefined && this.replaced.size > 0 && !patch(this.resolved, this.replaced, this.kept)) this.resolved = undefined;
    this.replaced.clear();
    if (this.resolved === undefined) {
      this.resolved = resolve(this.lines, this.records, this.names, this.family, ambientChainsOf(this.options.name));
      if (!sameSet(this.resolved.hiddenTargets, this.hiddenTargets)) {
        this.hiddenTargets = this.resolved.hiddenTargets;
        this.bindFrom(0, this.lines.texts.length);
        this.resolved = resolve(this.lines, this.records, this.names, this.family, ambientChainsOf(this.options.name));
      }
    }
    return this.resolved;
  }

  /** The tree of a line. */
  tree(line: number): LineTree {
    return parseLine(this.lineText(line), this.records[line]?.template);
  }

  /** The tree that a line would have with another text. */
  treeWith(line: number, text: string): LineTree {
    return parseLine(text, this.templateLineOf(line, text));
  }

  /**
   * The binding of a command line; `undefined` for other lines.
   * @param family The family to read it as: lines with `-4` or `-6` say something to one of them only.
   */
  bound(line: number, family: Family = this.family): BoundRule | undefined {
    const record = this.records[line];
    const tree = this.tree(line);
    if (record === undefined || tree.kind !== 'command') return undefined;
    return bindIn(tree, record.table, { ...this.context(), family });
  }

  /** The name of a number in the records. */
  nameText(id: number): string {
    return this.names.text(id);
  }

  /** The number of a name in the records; `undefined` for one that no line has had. */
  nameNumber(name: string): number | undefined {
    return this.names.find(name);
  }

  private templateLineOf(line: number, text: string): TemplateLine | undefined {
    if (this.language === undefined) return undefined;
    return templateLine(text, this.records[line - 1]?.template?.after ?? initialState, this.language);
  }

  /** Whether a line that was edited means the same to all others as before, so that what was resolved still holds. */
  private meansTheSame(line: number, old: LineRecord): boolean {
    const record = this.records[line];
    if (record === undefined || this.resolved === undefined || line === 0 || this.resolved.faults.has(line)) return false;
    if (this.resolved.comparesRules) return false;
    return record.table !== undefined && isRuleCommand(record.command) && isOrdinary(this.lineText(line)) && sameMeaning(old, record);
  }

  private context() {
    return {
      family: this.detected.family,
      names: this.names,
      hiddenTargets: this.hiddenTargets,
      isMade: (name: string) => this.made.has(this.names.find(name) ?? -1),
    };
  }

  private detect(): DetectedFamily {
    if (this.options.family !== undefined) return { family: this.options.family, reason: 'setting' };
    return detectFamily(this.options.name, this.lines.texts);
  }

  /** @param text The whole text, where that is at hand: a quick look at it spares one at each line. */
  private detectLanguage(text?: string): TemplateLanguage | undefined {
    if (this.options.templates === 'off') return undefined;
    return templateLanguage(this.options.name, text === undefined || mayBeTemplate(text) ? this.lines.texts : []);
  }

  /**
   * Finds out anew what fills the file in. A plain file can only become a template by lines that were edited.
   * @param anew Something else than the lines has changed.
   */
  private adoptLanguage(anew = false): boolean {
    const change = this.changes.at(-1);
    if (!anew && this.language === undefined && change !== undefined) {
      const isOnly = this.changes.at(-2)?.revision !== change.revision;
      const { first, inserted } = change.change;
      if (isOnly && !this.lines.texts.slice(first, first + inserted).some(holdsTemplate)) return false;
    }
    const found = this.detectLanguage();
    if (found === this.language) return false;
    this.language = found;
    this.edits++;
    this.bindFrom(0, this.lines.texts.length);
    this.resolved = undefined;
    return true;
  }

  private adoptFamily(): boolean {
    const found = this.detect();
    const changed = found.family !== this.detected.family;
    this.detected = found;
    if (changed) {
      this.edits++;
      this.bindFrom(0, this.lines.texts.length);
      this.resolved = undefined;
    }
    return changed;
  }

  private rebind(change: LineChange): void {
    for (let line = change.first; line < change.first + change.removed; line++) this.countMade(this.records[line], -1);
    this.kept.replace(change.first, change.removed, change.inserted);
    this.bindFrom(change.first, change.first + change.inserted);
  }

  /** Reads lines anew: those of a range, and behind it as many as stand in another table, or another state of the template, than before. */
  private bindFrom(first: number, end: number): void {
    const context = {
      ...this.context(),
      shapes: this.language === undefined && end - first > fewLines ? this.newShapes() : undefined,
    };
    let table = tableAfter(this.records[first - 1]);
    for (let line = first; line < this.lines.texts.length; line++) {
      const old = this.records[line];
      const text = this.lines.texts[line] ?? '';
      const state = this.language === undefined ? undefined : (this.records[line - 1]?.template?.after ?? initialState);
      if (line >= end && old !== undefined && (old.kind === 'table' || old.table === table) && sameState(old.template?.before, state))
        break;
      const template = this.language === undefined || state === undefined ? undefined : templateLine(text, state, this.language);
      const record = recordOf(text, table, context, template);
      this.countMade(old, -1);
      this.countMade(record, 1);
      this.kept.set(line, record);
      table = tableAfter(record);
    }
    if (this.madeAnew.size > 0) this.bindJumps();
  }

  private newShapes(): LineShapes {
    return new LineShapes(this.detected.family, this.names, (name) => this.made.has(name));
  }

  /** Reads the lines again whose jump was bound when other chains were made than now. */
  private bindJumps(): void {
    const lines = this.kept.jumpingTo(this.madeAnew);
    this.madeAnew.clear();
    const context = this.context();
    for (const line of lines) {
      const record = this.records[line];
      if (record === undefined || record.goto || record.target !== undefined || record.unknownJump !== this.made.has(record.jump)) continue;
      if (!record.unknownJump && this.hiddenTargets.has(this.names.text(record.jump))) continue;
      this.kept.set(line, recordOf(this.lines.texts[line] ?? '', record.table, context, record.template));
    }
  }

  /** Keeps count of the lines that make each chain. */
  private countMade(record: LineRecord | undefined, step: 1 | -1): void {
    if (record === undefined || record.chain < 0 || (record.kind !== 'chain' && record.command !== 'new-chain')) return;
    const count = (this.made.get(record.chain) ?? 0) + step;
    if (count > 0) this.made.set(record.chain, count);
    else this.made.delete(record.chain);
    if (count === 0 || (count === 1 && step === 1)) this.madeAnew.add(record.chain);
  }
}

const defaultSshPorts: readonly number[] = [22];

/** Files with more lines take seconds to analyse. */
export const mostLinesHere = 20_000;

/** Of so many lines it is not worth while to learn what they have in common. */
const fewLines = 500;

/** How many changes of lines are kept. */
const mostChangesKept = 256;

/** The table that the line behind a record's stands in. */
function tableAfter(record: LineRecord | undefined): string | undefined {
  if (record === undefined || record.kind === 'commit') return undefined;
  return record.table;
}

/** The command takes a rule, of which the resolution knows no more than its record says. */
function isRuleCommand(command: string | undefined): boolean {
  return command === 'append' || command === 'insert' || command === 'replace' || command === 'delete' || command === 'check';
}

/** Two records of one line that no other line could tell apart. */
function sameMeaning(a: LineRecord, b: LineRecord): boolean {
  return (
    a.kind === b.kind &&
    a.table === b.table &&
    a.command === b.command &&
    a.chain === b.chain &&
    a.jump === b.jump &&
    a.copies === b.copies &&
    a.ends === b.ends &&
    a.target === b.target &&
    a.goto === b.goto &&
    a.number === b.number &&
    a.placements.length === b.placements.length &&
    a.placements.every((placement, index) => placement.hooks === b.placements[index]?.hooks)
  );
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const item of a) if (!b.has(item)) return false;
  return true;
}
