import type { Text } from '../l10n/text';
import type { ValueType } from '../values/value-type';

/** `ipv4`: iptables, `ip6tables` for `ipv6`. */
export type Family = 'ipv4' | 'ipv6';

/** The two programs behind the name iptables: the classic one and the one that writes nftables rules. */
export type BackEnd = 'legacy' | 'nft';

export type TableName = 'filter' | 'nat' | 'mangle' | 'raw' | 'security';

/** The built-in chains; each stands for the kernel hook of the same name. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** A value that may differ between the back ends. */
export type PerBackEnd<T> = T | { readonly legacy: T; readonly nft: T };

/** One word that an option takes after its name. */
export interface ValueSlot {
  /** What the value is: how it is checked, described, completed. */
  readonly type: ValueType;
  /** The placeholder that help texts print, in the field's words: `address[/mask]`, `port[:port]`. */
  readonly label: string;
  /** A value that stands in examples and snippets: `192.0.2.0/24`. */
  readonly sample: string;
}

/** One option of an extension or one general parameter. */
export interface OptionSpec {
  /** The long spelling without dashes: `destination-port`. The spelling `iptables-save` prints is `canonical`, where it is another one. */
  readonly name: string;
  /** Every other long spelling, without dashes: `dport`. */
  readonly aliases?: readonly string[];
  /** The one-letter spelling without its dash. Only general parameters have one. */
  readonly short?: string;
  /** The spelling with dashes that `iptables-save` prints, where it is not `--name`: `--dport`, `-p`. */
  readonly canonical?: string;
  /** The words it takes, in order; empty for a flag. Only the first is getopt's argument, the rest are read from the words behind it. */
  readonly values: readonly ValueSlot[];
  /** The value may be left out (getopt's optional argument: only `--name=value` gives one). */
  readonly valueOptional?: boolean;
  /** The value is no argument to getopt, but the word behind, where one stands that begins neither with `-` nor with `!`; `--name=value` is refused. */
  readonly wordOptional?: boolean;
  /** `!` may stand before it. */
  readonly invertible?: boolean;
  /** It may be given more than once. */
  readonly repeatable?: boolean;
  /** The extension cannot do without it. */
  readonly required?: boolean;
  /** Names of options of the same extension that cannot stand together with it. */
  readonly excludes?: readonly string[];
  /** Names of options of the same extension that must stand together with it. */
  readonly needs?: readonly string[];
  /** The families that have it; both where it is left out. Two entries of one name may share the families between them. */
  readonly families?: readonly Family[];
  /**
   * A release that takes the option's whole word for the value where the value stands in it (`-ptcp`, `--jump=ACCEPT`); `undefined`: none
   * does. Tried with 1.8.9 and 1.8.11.
   */
  readonly attachedMisreadBy?: string;
  /** One or two sentences: what it does. Markdown. */
  readonly doc: Text;
  /** Why it should not be written any more, and what to write instead. */
  readonly deprecated?: Text;
  /** The first iptables release that has it, where known: `1.8.8`. */
  readonly since?: string;
  /** The tables the kernel takes it in, where that is narrower than the extension's. */
  readonly tables?: PerBackEnd<readonly TableName[]>;
  /** The hooks the kernel takes it in, where that is narrower than the extension's. */
  readonly chains?: PerBackEnd<readonly Hook[]>;
  /** The hooks the kernel takes it in with this word as its first value. */
  readonly chainsByValue?: Readonly<Record<string, PerBackEnd<readonly Hook[]>>>;
  /** An option of the same extension that lifts the restriction to `chains`, when it stands there and is not inverted. */
  readonly chainsUnless?: string;
  /** What it looks at besides `reads` of its extension. */
  readonly reads?: readonly Change[];
  /** That is so only where this is found in its values, with blanks between them. A whole line without it has no such values either. */
  readonly readsWhere?: RegExp;
  /** What it changes besides `changes` of its target; of a match, what the match changes while it is asked. */
  readonly changes?: readonly Change[];
  /** Whose mark it compares with its value. */
  readonly asksMark?: MarkOwner;
  /** How it makes another mark from its value. */
  readonly setsMark?: MarkSetting;
  /** Whose mark it sets to a copy of the other one's. */
  readonly copiesMarkTo?: MarkOwner;
  /**
   * The words for the option of the other family that mean what a value means, by that value: for ICMP its type, or type and code
   * (`3`, `3/4`); several where it takes several rules there. A value that is missing means nothing in the other family.
   */
  readonly inOtherFamily?: Readonly<Record<string, readonly string[]>>;
  /** For types of ICMP, by number: the message that answers one, or that it answers. One that is missing stands alone, as errors do. */
  readonly answers?: Readonly<Record<number, string>>;
}

/** Whose mark: the packet's (nfmark) or its connection's (ctmark). */
export type MarkOwner = 'packet' | 'connection';

/** How an option changes a mark: it becomes `(mark & ~clear) ^ flip`, which every form of MARK and CONNMARK comes to. */
export interface MarkSetting {
  readonly owner: MarkOwner;
  /** What an option's value makes of the mark; a mask that is not written has all bits. */
  readonly bits: (given: { readonly value: number; readonly mask: number }) => { readonly clear: number; readonly flip: number };
}

/** What a target can change so that later matches see something else. `header`: fields of the IP and TCP headers but for addresses and ports. */
export type Change = 'mark' | 'connection' | 'tracking' | 'sets' | 'header' | 'source' | 'destination';

/** A small rules file that loads, or a few rule lines of one table. */
export interface Example {
  /** The table the lines stand in. */
  readonly table: TableName;
  /** Rule lines as they stand in a file: `-A INPUT …`. */
  readonly rules: readonly string[];
  /** The family it is for; both where it is left out. */
  readonly family?: Family;
  /** What the example achieves. */
  readonly title: Text;
  /** What the machine must have for it to load (an ipset, a kernel module that many kernels lack). `undefined`: it loads anywhere. */
  readonly requires?: string;
}

/** One of several options that the extension cannot do without, or that exclude each other. */
export interface OptionGroup {
  /** Long names of the options. */
  readonly options: readonly string[];
  /** How many of them must, and may, be given. */
  readonly count: 'at-least-one' | 'exactly-one' | 'at-most-one';
  /** iptables' own words when the group is not satisfied. */
  readonly refusal: string;
}

/** What a rule looks like to an extension's own final check. Values are the words as iptables reads them, quotes and escapes resolved. */
export interface ExtensionUse {
  readonly family: Family;
  readonly table: TableName | undefined;
  /** The `-p` of the rule, as a protocol number; `undefined` without `-p` or for a name that is not known. */
  readonly protocol: number | undefined;
  /** `! -p`. */
  readonly protocolInverted: boolean;
  /** The options given, in order, by long name. */
  readonly options: readonly OptionUse[];
  /** The rule's matches with their options, this one among them where it is a match. */
  readonly matches: readonly { readonly name: string; readonly options: readonly OptionUse[] }[];
}

/** One use of an option in a rule. */
export interface OptionUse {
  /** The option's `name`, whichever spelling was written. */
  readonly name: string;
  readonly inverted: boolean;
  /** The value words given, in order. */
  readonly values: readonly string[];
  /** The protocol that a `-p` before this option names; `undefined` when none stands before it. */
  readonly protocol: number | undefined;
}

/** What a final check has against a rule. */
export interface UseFault {
  /** The option at fault, by long name; `undefined`: the extension's own name is underlined. */
  readonly option?: string;
  /** The value of that option that is at fault; `undefined`: the option's name. */
  readonly value?: number;
  /** What is wrong, why, and what to do, in one or two sentences. */
  readonly message: Text;
  /** iptables' or the kernel's own words for the refusal, where known. */
  readonly refusal?: string;
  /** The back end that refuses it; both where it is left out. */
  readonly backEnd?: BackEnd;
  /** `warning`: it loads, but not as its author wants. Left out: it is refused. */
  readonly severity?: 'warning' | 'information';
}

/** What is the same of matches and targets. */
export interface Extension {
  /** The exact iptables spelling: `conntrack`, `NOTRACK`. */
  readonly name: string;
  /** Other names that iptables takes for it, for example `icmpv6` and `ipv6-icmp` for `icmp6`. */
  readonly aliases?: readonly string[];
  readonly families: readonly Family[];
  /** What it does, in one sentence without Markdown: the detail line of a completion. */
  readonly summary: Text;
  /** How it works and what to mind, in a few short paragraphs. Markdown. Does not repeat the summary, nor the tables, chains and options, which are printed from the data. */
  readonly doc: Text;
  /** The tables the kernel takes it in; any where it is left out. */
  readonly tables?: PerBackEnd<readonly TableName[]>;
  /** The hooks the kernel takes it in; any where it is left out. A user chain counts as every built-in chain that reaches it. */
  readonly chains?: PerBackEnd<readonly Hook[]>;
  /** The protocol names of which `-p` must name one (not inverted); any, or none, where it is left out. */
  readonly protocols?: readonly string[];
  /** That `-p` must stand before the extension's first option: iptables asks for it while it reads that one. */
  readonly protocolFirst?: boolean;
  /** iptables' own words, or the kernel's, when `-p` is not among `protocols`. */
  readonly protocolRefusal?: string;
  readonly options: readonly OptionSpec[];
  readonly groups?: readonly OptionGroup[];
  /** What the data above cannot say: combinations, dependencies on `-p` and on values. */
  readonly check?: (use: ExtensionUse) => readonly UseFault[];
  /** `check` asks which options there are and what their values look like; other digits in them make no difference to it. */
  readonly checkIgnoresDigits?: boolean;
  readonly examples: readonly Example[];
  /** Where the facts come from. */
  readonly source: {
    /** The section of iptables-extensions(8). */
    readonly man: string;
    /** The file of iptables 1.8.11. */
    readonly file: string;
    /** The file of the kernel that takes it. */
    readonly kernel?: string;
    /** Where 1.8.9 (Debian 12) differs from 1.8.11. */
    readonly differs?: string;
  };
  /** The extension that does the same in the other family, where it has another name there. */
  readonly inOtherFamily?: string;
  /**
   * What of all that targets change it looks at, rather too much than too little. Left out, a match looks at the packet itself:
   * `header`, `source` and `destination`. Of a target it says what it records or hands on; nothing where it is left out.
   */
  readonly reads?: readonly Change[];
  /** The first iptables or kernel release that has it, where known. */
  readonly since?: string;
  /** Why it should not be used any more, and what to use instead. */
  readonly deprecated?: Text;
}

export interface MatchSpec extends Extension {
  readonly kind: 'match';
  /** The protocol whose `-p` brings its options without `-m` (`-p tcp --dport`): a protocol name. */
  readonly implicitFor?: readonly string[];
  /**
   * Asked twice of one packet in one table it answers the same, as long as nothing changes the packet in between: it looks at
   * the packet and at what stays. Matches that count, remember, ask the clock or throw dice are not steady.
   */
  readonly steady?: boolean;
  /** It looks into the header behind IP's and so never matches a fragment behind the first (`fragoff != 0` in its function). */
  readonly readsHeader?: boolean;
  /** It never matches a packet without an entry in the connection table (`ct == NULL` in its function), but for `--ctstate`. */
  readonly needsConnection?: boolean;
  /**
   * Being asked leaves something behind, or the answer comes from what such matches have left, so that it counts which packets it is
   * asked about: in a store that each rule has for itself, or in one that other rules can ask (a list, a set, a label, a log).
   */
  readonly remembers?: 'own' | 'shared';
  /** Options with which alone nobody can see that it remembers. */
  readonly remembersNothingWith?: readonly string[];
}

export interface TargetSpec extends Extension {
  readonly kind: 'target';
  /**
   * What becomes of the packet: `accept`, `drop` (also REJECT), `return`, `queue` end or leave the walk;
   * `continue` lets the next rule see it; `nat` ends the walk of the nat table.
   */
  readonly verdict: 'accept' | 'drop' | 'return' | 'queue' | 'continue' | 'nat';
  /** What of the packet it changes, or of what belongs to it; nothing where it is left out. */
  readonly changes?: readonly Change[];
  /** It lets the packet go on as it is and only tells somebody of it. */
  readonly onlyTells?: boolean;
}

export type ExtensionSpec = MatchSpec | TargetSpec;

/** One built-in table. */
export interface TableSpec {
  readonly name: TableName;
  readonly summary: Text;
  readonly doc: Text;
  /** Its built-in chains, in the order packets meet them. */
  readonly chains: readonly Hook[];
}

/** One built-in chain, whatever table it stands in. */
export interface ChainSpec {
  readonly name: Hook;
  /** Those that its packets can meet behind it. */
  readonly later: readonly Hook[];
  /** Those through which its packets have come already, or will go: where a rule can stand in a table that has not this chain, the best first. */
  readonly standIns: readonly Hook[];
  readonly summary: Text;
  readonly doc: Text;
}

/** One command of the restore format: `-A`, `-I`, … */
export interface CommandSpec {
  readonly short: string;
  readonly name: string;
  /** What follows: the labels of its words; a label in brackets may be left out. */
  readonly words: readonly ('chain' | 'new-chain' | '[chain]' | '[number]' | 'number' | '[number-or-range]' | 'policy')[];
  /** It takes a rule (matches and a target). */
  readonly takesRule: boolean;
  /** iptables-restore takes it. */
  readonly inRestore: boolean;
  readonly doc: Text;
}

/** A built-in chain's policy, or a word that stands where one does. */
export interface PolicySpec {
  readonly name: 'ACCEPT' | 'DROP' | '-';
  readonly doc: Text;
}

/** The sources of a message: the tables an extension is taken in by one back end. */
export function forBackEnd<T>(value: PerBackEnd<T> | undefined, backEnd: BackEnd): T | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && 'legacy' in value) return value[backEnd];
  return value as T;
}
