// Where the checker and the iptables of this machine may differ, each with its reason.

import type { BackEnd, Family } from '../../../server/src/catalogue/schema';
import { RulesFile } from '../../../server/src/model/rules-file';
import type { Finding } from '../../../server/src/rules/rule';
import { isAtLeast } from '../oracle-probe';

/** A case that the checker and a back end judge differently. */
export interface Difference {
  readonly text: string;
  readonly family: Family;
  readonly backEnd: BackEnd;
  /** The release of the back end. */
  readonly version: string;
  readonly accepted: boolean;
  /** What the back end said. */
  readonly words: string;
  /** What `iptables-save` prints afterwards; only of an accepted file. */
  readonly saved: string | undefined;
  /** The checker's errors for this back end. */
  readonly errors: readonly Finding[];
  /** All findings, warnings too. */
  readonly findings: readonly Finding[];
}

/** Why a difference is none of the checker's faults. */
export interface Reason {
  readonly id: string;
  readonly why: string;
  readonly covers: (difference: Difference) => boolean;
}

/** The first reason that covers a difference; `undefined` when none does. */
export function reasonFor(difference: Difference): Reason | undefined {
  return reasons.find((reason) => reason.covers(difference));
}

const refusedWith =
  (...patterns: readonly RegExp[]) =>
  ({ accepted, words }: Difference): boolean =>
    !accepted && patterns.some((pattern) => pattern.test(words));

/** The kernel's refusals say nothing of their reason. */
const byKernel = ({ accepted, words }: Difference): boolean =>
  !accepted && /: line \d+ failed$|(RULE_APPEND|RULE_INSERT|RULE_REPLACE) failed|^$/m.test(words);

const kernelRefuses =
  (pattern: RegExp) =>
  (difference: Difference): boolean =>
    byKernel(difference) && pattern.test(difference.text);

/** Options that name something which must be there, by their extensions. */
const objects: Readonly<Record<string, readonly string[]>> = {
  bpf: ['object-pinned'],
  cgroup: ['path'],
  CT: ['helper', 'timeout'],
  nfacct: ['nfacct-name'],
  rateest: ['rateest', 'rateest2'],
  SECMARK: ['selctx'],
};

function namesObject({ text, family }: Difference): boolean {
  const file = new RulesFile(text, { family });
  return file.records.some((_, line) =>
    file.bound(line)?.options.some(({ owner, spec }) => owner !== undefined && objects[owner.spec.name]?.includes(spec.name) === true),
  );
}

const olderThan1811 = ({ version }: Difference): boolean => !isAtLeast(version, '1.8.11');

const reasons: readonly Reason[] = [
  {
    id: 'loads as something else',
    why: 'The file loads, and what `iptables-save` prints afterwards is not what was written: an error on purpose.',
    covers: ({ accepted, errors, saved, text, family }) =>
      accepted &&
      saved !== undefined &&
      errors.every((finding) => losesLines.includes(finding.code) || isMisread(finding, text, saved, family)),
  },
  {
    id: 'ends the program',
    why: '`-h` and `-V` end iptables-restore with status 0, and nothing from that table on is loaded: an error on purpose.',
    covers: ({ accepted, errors, text }) =>
      accepted && errors.some((finding) => finding.code === 'option-not-allowed' && /^-(-h\w*|-v\w*|h|V)$/.test(underlined(finding, text))),
  },
  {
    id: 'no such module',
    why: 'The kernel of this machine was built without the module.',
    covers: refusedWith(/Extension \S+ revision \d+ not supported, missing kernel module/, /can't initialize ip6?tables table/),
  },
  {
    id: 'no such set',
    why: 'Whether an ipset exists is the machine’s business.',
    covers: refusedWith(/^(.*: )?Set .* doesn't exist/ms),
  },
  {
    id: 'no such name',
    why: 'Names that a file or a name server of the machine maps to numbers: hosts, users, device groups, routing realms, labels.',
    covers: refusedWith(
      /getaddrinfo|name resolution|host\/network `.*' not found/,
      /could not map name .* to an integer/,
      /Bad value for "--[ug]id-owner" option/,
      /label .* not found/,
    ),
  },
  {
    id: 'no such object',
    why: 'It names something that must be there: a pinned BPF program, a cgroup, a connection helper, a timeout policy, an nfacct object, a rate estimator, a security context.',
    covers: (difference) => refusedWith(/failed to get bpf object/)(difference) || (byKernel(difference) && namesObject(difference)),
  },
  {
    id: 'timers of all namespaces',
    why: 'IDLETIMER keeps one list of labels for the whole machine, so cases that run side by side meet in it.',
    covers: kernelRefuses(/-j IDLETIMER/),
  },
  {
    id: 'crash over two families',
    why: '`-R` on a line that the other family’s `-4` or `-6` ends crashes both back ends: nobody writes that.',
    covers: (difference) => refusedWith(/Segmentation fault/)(difference) && /^-R .* -(-ipv)?[46]$/m.test(difference.text),
  },
  {
    id: 'chain named as an option',
    why: 'Legacy makes a chain `-p` or `!`; that nobody means it as one is what the checker goes by.',
    covers: ({ accepted, backEnd, text, errors }) =>
      accepted && backEnd === 'legacy' && /^:(-\w|!)\s/m.test(text) && errors.some((finding) => finding.code === 'missing-value'),
  },
  {
    id: 'flushed before it was sent',
    why: 'A rule that the kernel would refuse never comes to it where `-F` empties its chain further down in the same file.',
    covers: ({ accepted, backEnd, text, errors }) =>
      accepted && backEnd === 'nft' && /^-F/m.test(text) && errors.every(({ code }) => code === 'jump-to-builtin-chain'),
  },
  {
    id: 'a template',
    why: 'Words between two `@` are filled in by configure, and what is then wrong is not known.',
    covers: ({ accepted, text }) => !accepted && /@[A-Za-z_]\w*@/.test(text),
  },
  {
    id: 'legacy lists what it has not loaded',
    why: '`-S` and `-L` of legacy end the program at a jump that the same file has made: nobody lists rules in a rules file.',
    covers: (difference) => refusedWith(/Can't find library for target/)(difference) && /^(\[\S*\] ?)?-[SL]/m.test(difference.text),
  },
  {
    id: 'older than 1.8.11',
    why: '1.8.9 has no such check, or does not know such a spelling; the checker follows 1.8.11.',
    covers: (difference) => olderThan1811(difference) && isOlder(difference),
  },
];

/** What makes whole lines, or all words behind it, disappear without a refusal. */
const losesLines: readonly string[] = ['duplicate-table', 'unclosed-quote'];

function underlined(finding: Finding, text: string): string {
  return (text.split('\n')[finding.line] ?? '').slice(finding.start, finding.end);
}

/** The words of a line that a finding touches are not among those that were read back. */
function isMisread(finding: Finding, text: string, saved: string, family: Family): boolean {
  const line = text.split('\n')[finding.line] ?? '';
  const touched = [...line.matchAll(/"(?:[^"\\]|\\.)*"?|[^\s"]+(?:"[^"]*"?)?/g)]
    .filter(
      (match) =>
        match.index < Math.max(finding.end, finding.start + 1) &&
        match.index + match[0].length > finding.start - (finding.start === finding.end ? 1 : 0),
    )
    .map((match) => match[0]);
  // What options are at odds about is lost in any of them.
  if (finding.code === 'invalid-combination') {
    const options = new RulesFile(text, { family }).bound(finding.line)?.options ?? [];
    const own = options.filter(({ owner }) => owner?.spec.name === finding.extension);
    touched.push(...own.flatMap(({ values }) => values.map((value) => value.text)));
  }
  // A word that looks like the next option was read as the value.
  if (finding.code === 'missing-value') touched.push(...line.slice(finding.end).trim().split(/\s+/).slice(0, 1));
  // The same word may have been read elsewhere: as often as it stands there it has to be printed.
  const [written, read] = [line, saved].map((words) => countsOf(words.split(/\s+/)));
  const isLost = (part: string): boolean => (read?.get(part) ?? 0) < (written?.get(part) ?? 1);
  return touched.some((word) => word.split(/\s+/).some(isLost));
}

function countsOf(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function isOlder(difference: Difference): boolean {
  const { accepted, errors, words, backEnd, text } = difference;
  if (accepted) {
    return errors.some(
      (finding) =>
        ('refusal' in finding && newRefusal.test(finding.refusal ?? '')) ||
        (finding.code === 'unknown-option' && /^-\w\w/.test(finding.option)) ||
        (finding.code === 'invalid-chain-name' && /^(\[\S*\] ?)?-E\b/.test(text.split('\n')[finding.line] ?? '')),
    );
  }
  // Spellings in one word (`-ptcp`, `--jump=ACCEPT`), ICMPv6 types that came later, and a queue range without an end.
  if (
    /`--?\w[^']*' (not found|specified|must be shorter)|unknown protocol "-|Couldn't load target `-|Chain '-|Unknown ICMPv6 type/.test(
      words,
    )
  )
    return true;
  if (/unknown option "--/.test(words) && / (-[jm][A-Za-z]|--[jm]\w*=)/.test(text)) return true;
  if (byKernel(difference) && /--queue-b\S* \S*:(\s|$)/.test(text)) return true;
  // `-j CONTINUE` says nothing; 1.8.9 looks for a target of that name.
  if (/target `CONTINUE'|Chain 'CONTINUE'/.test(words)) return true;
  // 1.8.9 tells verdicts from one another where a rule is taken out.
  if (backEnd === 'nft' && /^(\[\S*\] ?)?-[DC] .*-j (ACCEPT|DROP|RETURN)$/m.test(text) && /matching rule exist/.test(words)) return true;
  // These commands and a chain without rules before them did not go together in one nft file.
  return backEnd === 'nft' && /^(\[\S*\] ?)?-[ZLSFX]\b/m.test(text);
}

/** Refusals that came after 1.8.9. */
const newRefusal = /Port range .* is negative|would (never|always) match protocol|or out of range \([1-9]\d*-\d+\)/;
