import { builtinChainNamed } from '../catalogue/builtin-chains';
import { generalOptionCommands } from '../catalogue/general-options';
import type { BackEnd, ExtensionSpec, OptionSpec, PerBackEnd, TableName } from '../catalogue/schema';
import { forBackEnd } from '../catalogue/schema';
import { protocolName, protocolNumber } from '../values/index';
import { byteLength } from '../values/scan';
import type { BoundExtension, BoundOption, BoundRule } from './bound';
import { BoundUse, protocolBefore } from './bound-use';
import { reportAddressLists } from './check-addresses';
import { report } from './report';
import type { Walk } from './walk';

/** What can be said of a line only at its end: what is missing, what excludes what, what the table does not allow. */
export function checkRule(walk: Walk): void {
  const { rule } = walk;
  if (walk.negation !== undefined && !walk.rule.maybe)
    report(walk, { code: 'dangling-negation', start: walk.negation.start, end: walk.negation.end });
  reportUnclosedQuote(walk);
  reportLengths(walk);
  if (rule.command === undefined) {
    reportMissingCommand(walk);
    return;
  }
  if (rule.faults.some((fault) => fault.code === 'conflicting-commands')) return;
  reportDuplicates(walk);
  reportIllegalOptions(walk);
  if (rule.command.spec.takesRule) {
    reportInterfaces(walk);
    reportAddressLists(walk);
  }
  for (const match of rule.matches) checkExtension(walk, match);
  if (rule.target !== undefined) checkExtension(walk, rule.target);
}

/**
 * A line that the other family's `-4` or `-6` ends: what stands before that is read all the same, but for the addresses,
 * whose turn comes behind the last word (`ipv4_post_parse` in iptables/xshared.c).
 */
export function checkSkipped(walk: Walk): void {
  const { rule } = walk;
  reportDuplicates(walk);
  for (const { owner, spec, values } of rule.options) {
    const value = values[0];
    if (owner !== undefined || value === undefined || (spec.name !== 'source' && spec.name !== 'destination')) continue;
    const kept = rule.faults.filter((fault) => fault.start < value.start || fault.end > value.end);
    rule.faults.length = 0;
    rule.faults.push(...kept);
  }
}

function checkExtension(walk: Walk, extension: BoundExtension): void {
  const { spec, options } = extension;
  // Beside an unknown extension an option that was not understood may be the one that seems to be missing.
  if (!walk.unknownExtension) checkOptions(walk, extension);
  checkProtocol(walk, extension);
  checkPlace(walk, extension, undefined);
  for (const option of options) {
    const { tables, chains, chainsByValue } = option.spec;
    if (tables !== undefined || chains !== undefined || chainsByValue !== undefined) checkPlace(walk, extension, option);
  }
  // An extension's own check sees values as they are written.
  if (spec.check !== undefined && !hasPlaceholder(walk)) runCheck(walk, extension);
}

/** Required options, groups, dependencies and exclusions (`xtables_options_fcheck` in libxtables/xtoptions.c). */
function checkOptions(walk: Walk, extension: BoundExtension): void {
  reportExclusions(walk, extension);
  reportGroups(walk, extension);
  if (mayBeMisread(walk)) return;
  const { spec, options, name } = extension;
  for (const option of spec.options) {
    if (option.required !== true || (option.families !== undefined && !option.families.includes(walk.context.family))) continue;
    if (!options.some((use) => use.spec.name === option.name)) {
      report(walk, {
        code: 'missing-option',
        ...span(name),
        extension: spec.name,
        options: [`--${option.name}`],
        refusal: `${spec.name}: option "--${option.name}" must be specified`,
      });
    }
  }
  for (const use of options) {
    for (const needed of use.spec.needs ?? []) {
      if (options.some((other) => other.spec.name === needed)) continue;
      report(walk, {
        code: 'missing-option',
        ...span(use.name),
        extension: spec.name,
        options: [`--${needed}`],
        refusal: `${spec.name}: option "--${use.spec.name}" also requires "--${needed}".`,
      });
    }
  }
}

/** Something in the rule is filled in by a template. */
function hasPlaceholder({ rule }: Walk): boolean {
  return rule.tree.template !== undefined && (rule.maybe || rule.tree.template.holes.length > 0);
}

/** An option that was not understood may be the one that is missing: misspelt, out of its place, taken for a value, or a placeholder. */
function mayBeMisread(walk: Walk): boolean {
  return (
    walk.rule.maybe ||
    walk.rule.faults.some(({ code }) => code === 'unknown-option' || code === 'unexpected-word' || code === 'missing-value')
  );
}

/** Groups of options of which there may, or must, be one. */
function reportGroups(walk: Walk, extension: BoundExtension): void {
  const { spec, options, name } = extension;
  for (const group of spec.groups ?? []) {
    const given = options.filter((use) => group.options.includes(use.spec.name));
    const first = given[0];
    if (first === undefined && group.count !== 'at-most-one' && !mayBeMisread(walk)) {
      report(walk, {
        code: 'missing-option',
        ...span(name),
        extension: spec.name,
        options: group.options.map((option) => `--${option}`),
        refusal: group.refusal,
      });
    }
    const second = given.find((use) => use.spec !== first?.spec);
    if (first === undefined || second === undefined || group.count === 'at-least-one') continue;
    if (walk.rule.faults.some((fault) => fault.code === 'conflicting-options' && fault.start === second.name.start)) continue;
    report(walk, {
      code: 'conflicting-options',
      ...span(second.name),
      extension: spec.name,
      option: second.name.text,
      other: first.name.text,
      refusal: group.refusal,
    });
  }
}

/** Options that exclude each other, whichever of the two the catalogue says it of. */
function reportExclusions(walk: Walk, extension: BoundExtension): void {
  const { spec, options } = extension;
  for (let index = 1; index < options.length; index++) {
    const use = options[index];
    const other = options.slice(0, index).find((earlier) => use !== undefined && excludeEachOther(earlier.spec, use.spec));
    if (use === undefined || other === undefined) continue;
    // iptables goes through its own table of options and names the one first that excludes the other.
    const [a, b] = spec.options.indexOf(other.spec) < spec.options.indexOf(use.spec) ? [other.spec, use.spec] : [use.spec, other.spec];
    const [first, second] = a.excludes?.includes(b.name) ? [a, b] : [b, a];
    report(walk, {
      code: 'conflicting-options',
      ...span(use.name),
      extension: spec.name,
      option: use.name.text,
      other: other.name.text,
      refusal: `${spec.name}: option "--${first.name}" cannot be used together with "--${second.name}".`,
    });
  }
}

function excludeEachOther(a: OptionSpec, b: OptionSpec): boolean {
  return a.excludes?.includes(b.name) === true || b.excludes?.includes(a.name) === true;
}

/** Options of tcp and udp that the nft back end writes without the extension, so that nothing checks for `-p` (iptables/nft.c `add_nft_tcpudp`). */
const nftOwnOptions: readonly string[] = ['source-port', 'destination-port', 'tcp-flags', 'syn'];

function isNftOwn(spec: ExtensionSpec): boolean {
  return spec.name === 'tcp' || spec.name === 'udp';
}

function checkProtocol(walk: Walk, extension: BoundExtension): void {
  const { spec, options } = extension;
  const { rule } = walk;
  if (spec.protocols === undefined) return;
  const right = rule.protocol !== undefined && spec.protocols.some((name) => protocolNumber(name) === rule.protocol);
  const late =
    spec.protocolFirst === true &&
    rule.protocol !== undefined &&
    options[0] !== undefined &&
    protocolBefore(rule, options[0]) === undefined;
  if (right && !rule.protocolInverted && !late) return;
  if (rule.protocol === undefined && (walk.protocolPart !== undefined || rule.maybe)) return;
  const number = rule.protocol === undefined ? undefined : (protocolName(rule.protocol) ?? String(rule.protocol));
  report(walk, {
    code: 'wrong-protocol',
    ...span(extension.implicit && walk.protocolPart !== undefined ? walk.protocolPart : extension.name),
    extension: spec.name,
    protocols: spec.protocols,
    has: number === undefined || late ? undefined : rule.protocolInverted ? `! ${number}` : number,
    refusal: spec.protocolRefusal,
    backEnd:
      right && isNftOwn(spec) && options.length > 0 && options.every((use) => nftOwnOptions.includes(use.spec.name)) ? 'legacy' : undefined,
  });
}

/** Tables are checked here, hooks later: those of a user chain are known only when the whole table is read. */
function checkPlace(walk: Walk, extension: BoundExtension, option: BoundOption | undefined): void {
  const place = option?.spec ?? extension.spec;
  const { start, end } = option?.name ?? extension.name;
  if (place.tables !== undefined && walk.context.table !== undefined) {
    const { refusedBy, tables } = refusingTable(place.tables, walk.context.table);
    if (refusedBy !== 'none') {
      report(walk, {
        code: 'wrong-table',
        start,
        end,
        extension: extension.spec.name,
        option: option?.name.text,
        table: walk.context.table,
        tables,
        backEnd: refusedBy === 'both' ? undefined : refusedBy,
      });
      return;
    }
  }
  const chains = place.chains ?? option?.spec.chainsByValue?.[option.values[0]?.text ?? ''];
  if (chains === undefined) return;
  const unless = option?.spec.chainsUnless;
  if (unless !== undefined && extension.options.some((use) => use.spec.name === unless && use.negation === undefined)) return;
  walk.rule.placements.push({ start, end, extension: extension.spec.name, option: option?.name.text, hooks: chains });
}

function refusingTable(
  tables: PerBackEnd<readonly TableName[]>,
  table: string,
): { refusedBy: BackEnd | 'both' | 'none'; tables: readonly TableName[] } {
  const legacy = forBackEnd(tables, 'legacy') ?? [];
  const nft = forBackEnd(tables, 'nft') ?? [];
  const byLegacy = !legacy.some((name) => name === table);
  const byNft = !nft.some((name) => name === table);
  return { refusedBy: byLegacy ? (byNft ? 'both' : 'legacy') : byNft ? 'nft' : 'none', tables: byLegacy ? legacy : nft };
}

function runCheck(walk: Walk, extension: BoundExtension): void {
  const { rule, context } = walk;
  const faults = extension.spec.check?.(new BoundUse(rule, extension, context.family, context.table as TableName | undefined));
  for (const found of faults ?? []) {
    const use = found.option === undefined ? undefined : extension.options.find((option) => option.spec.name === found.option);
    const value = found.value === undefined ? undefined : use?.values[found.value];
    const at = span(value ?? use?.name ?? extension.name);
    if (found.severity !== undefined)
      report(walk, { code: 'unlikely-combination', ...at, extension: extension.spec.name, message: found.message });
    else {
      report(walk, {
        code: 'invalid-combination',
        ...at,
        extension: extension.spec.name,
        message: found.message,
        refusal: found.refusal,
        backEnd: found.backEnd,
      });
    }
  }
}

/** Options given twice (`set_option` in iptables/xshared.c, `xtables_option_parse` in libxtables/xtoptions.c). */
function reportDuplicates(walk: Walk): void {
  const { options } = walk.rule;
  for (let index = 1; index < options.length; index++) {
    const option = options[index];
    if (option === undefined || option.spec.repeatable === true) continue;
    for (let earlier = 0; earlier < index; earlier++) {
      const first = options[earlier];
      if (first === undefined || first.owner !== option.owner || !isSame(first, option)) continue;
      report(walk, {
        code: 'duplicate-option',
        ...span(option.name),
        option: option.name.text,
        extension: option.owner?.spec.name,
        first: span(first.name),
      });
      break;
    }
  }
}

function isSame(a: BoundOption, b: BoundOption): boolean {
  if (a.spec === b.spec) return true;
  if (a.owner !== undefined) return false;
  return isJump(a) && isJump(b);
}

function isJump(option: BoundOption): boolean {
  return option.spec.name === 'jump' || option.spec.name === 'goto';
}

/** `-i` and `-o` cannot stand in every built-in chain: iptables compares the chain's name only (`do_parse`). */
function reportInterfaces(walk: Walk): void {
  const chain = builtinChainNamed(walk.rule.command?.chain?.text ?? '')?.name;
  if (chain === undefined) return;
  for (const option of walk.rule.options) {
    const hooks = option.owner === undefined ? forBackEnd(option.spec.chains, 'legacy') : undefined;
    if (hooks === undefined || hooks.includes(chain)) continue;
    report(walk, {
      code: 'wrong-chain',
      ...span(option.name),
      extension: option.name.text,
      option: undefined,
      chain,
      hook: chain,
      hooks,
      jumpLine: undefined,
    });
  }
}

/** `-P`, `-N`, `-F` and their like take no rule, `-A` no `-n` (`generic_opt_check` in iptables/xshared.c). */
function reportIllegalOptions(walk: Walk): void {
  const { rule } = walk;
  const command = rule.command?.spec.short ?? '';
  for (const option of rule.options) {
    const takenBy = option.owner === undefined ? generalOptionCommands[option.spec.name] : undefined;
    if (takenBy === undefined || (takenBy.includes(command) && !(command === 'D' && rule.command?.number !== undefined))) continue;
    report(walk, {
      code: 'option-not-allowed',
      ...span(option.name),
      option: option.name.text,
      reason: 'command',
      command: rule.command?.name.text ?? '',
    });
  }
}

function reportMissingCommand(walk: Walk): void {
  const { rule, words } = walk;
  const text = rule.tree.text;
  const first = words[0];
  if (rule.maybe) return;
  if (first === undefined) {
    if (rule.tree.counters === undefined) report(walk, { code: 'blank-with-spaces', start: 0, end: text.length });
    else report(walk, { code: 'missing-command', start: 0, end: text.length, shell: false });
    return;
  }
  // A stray word at the line's start already says it all; so does an option that is not known.
  if (
    rule.faults.some(
      (found) =>
        found.code === 'unexpected-word' ||
        found.code === 'indented-comment' ||
        found.code === 'text-after-commit' ||
        found.code === 'unknown-option',
    )
  )
    return;
  report(walk, { code: 'missing-command', start: first.start, end: first.end, shell: false });
}

/** How many bytes a word may have, and how many words a line (`struct xt_param_buf` and `MAX_ARGC` in iptables/xshared.h). */
const longestWord = 1023;
const mostWords = 251;

function reportLengths(walk: Walk): void {
  const { words, rule } = walk;
  const text = rule.tree.text;
  const tooMany = words[mostWords];
  if (tooMany !== undefined && !rule.maybe)
    report(walk, { code: 'line-too-long', start: tooMany.start, end: text.length, limit: 'words', size: words.length });
  if (text.length * 3 <= longestWord) return;
  for (const word of words) {
    const size = word.value.length * 3 <= longestWord ? 0 : byteLength(word.value);
    if (size > longestWord) report(walk, { code: 'line-too-long', start: word.start, end: word.end, limit: 'word', size });
  }
}

function reportUnclosedQuote(walk: Walk): void {
  const last = walk.words[walk.words.length - 1];
  if (last?.unclosed !== true) return;
  const quote = walk.rule.tree.text.indexOf('"', last.start);
  report(walk, { code: 'unclosed-quote', start: quote, end: walk.rule.tree.text.length, swallowed: last.value });
}

function span(part: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start: part.start, end: part.end };
}

/** The extensions of a rule, matches first. */
export function extensionsOf(rule: BoundRule): readonly BoundExtension[] {
  return rule.target === undefined ? rule.matches : [...rule.matches, rule.target];
}
