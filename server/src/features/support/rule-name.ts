import type { Language, Text } from '../../l10n/text';
import type { BoundOption, BoundRule } from '../../model/bound';
import { optionSpelling } from './describe';

/** A rule in a few words. */
export interface RuleName {
  /** What it does and what it asks for: `ACCEPT tcp, port 22, in eth0`. */
  readonly name: string;
  /** The text of its `--comment`; empty without one. */
  readonly comment: string;
}

/** Longer names are cut: an outline is narrow. */
const longest = 100;

/** Names a rule by its verdict and its conditions, in the order in which they are written. */
export function ruleName(rule: BoundRule, language: Language): RuleName {
  const asks: string[] = [];
  for (const option of rule.options) {
    const words = option.owner?.spec.kind === 'target' ? undefined : condition(rule, option, language);
    if (words !== undefined) asks.push(option.negation === undefined ? words : `! ${words}`);
  }
  for (const match of rule.matches) {
    if (match.options.length === 0 && !match.implicit && match.name.text !== protocolText(rule)) asks.push(match.name.text);
  }
  const name = `${commandPrefix(rule)}${deed(rule, language)} ${asks.length === 0 ? texts.everything[language] : asks.join(', ')}`;
  return { name: shortened(name), comment: commentOf(rule) };
}

const texts = {
  everything: { en: 'all packets', ja: 'すべてのパケット' },
  noTarget: { en: '(no target)', ja: '(ターゲットなし)' },
} as const satisfies Record<string, Text>;

/** What stands before the value of an option, by the option's name. */
const words: Readonly<Record<string, Text>> = {
  protocol: { en: '', ja: '' },
  source: { en: 'from ', ja: '送信元 ' },
  destination: { en: 'to ', ja: '宛先 ' },
  'in-interface': { en: 'in ', ja: '入力 ' },
  'out-interface': { en: 'out ', ja: '出力 ' },
  'destination-port': { en: 'port ', ja: '宛先ポート ' },
  'destination-ports': { en: 'ports ', ja: '宛先ポート ' },
  'source-port': { en: 'source port ', ja: '送信元ポート ' },
  'source-ports': { en: 'source ports ', ja: '送信元ポート ' },
  ctstate: { en: '', ja: '' },
  state: { en: '', ja: '' },
  'match-set': { en: 'set ', ja: 'セット ' },
  'icmp-type': { en: '', ja: '' },
  'icmpv6-type': { en: '', ja: '' },
};

/** Options that ask nothing of a packet. */
const silent: ReadonlySet<string> = new Set(['match', 'jump', 'goto', 'set-counters', 'verbose', 'ipv4', 'ipv6', 'modprobe', 'table']);

function condition(rule: BoundRule, option: BoundOption, language: Language): string | undefined {
  const { spec, owner, values } = option;
  if (owner === undefined && silent.has(spec.name)) return undefined;
  if (owner?.spec.name === 'comment') return undefined;
  // `-p udp` says nothing that `udp, port 53` did not say: only its first use is named.
  if (owner === undefined && spec.name === 'protocol' && rule.options.find((one) => one.spec === spec) !== option) return undefined;
  const value = values.map(({ text }) => text).join(' ');
  const word = words[spec.name]?.[language];
  if (word !== undefined && value !== '') return `${word}${value}`;
  return [optionSpelling(spec).replace(/^-+/, ''), value].filter((part) => part !== '').join(' ');
}

/** The target with what its options say, or the chain. */
function deed(rule: BoundRule, language: Language): string {
  const { jump, target } = rule;
  if (jump === undefined) return texts.noTarget[language];
  if (jump.target === undefined) return `${jump.goto ? '⇒' : '→'} ${jump.name.text}`;
  const said = (target?.options ?? []).map(({ spec, values }) =>
    values.length === 0 ? spec.name : values.map(({ text }) => text).join(' '),
  );
  return [jump.name.text, ...said].join(' ').trim();
}

/** A rule that is not simply appended says so. */
function commandPrefix({ command }: BoundRule): string {
  if (command === undefined || command.spec.name === 'append') return '';
  return `${[`-${command.spec.short}`, command.number?.text].filter((part) => part !== undefined).join(' ')}: `;
}

function protocolText(rule: BoundRule): string | undefined {
  return rule.options.find(({ spec, owner }) => owner === undefined && spec.name === 'protocol')?.values[0]?.text;
}

function commentOf(rule: BoundRule): string {
  const comments = rule.options.filter(({ owner, spec }) => owner?.spec.name === 'comment' && spec.name === 'comment');
  return comments.flatMap(({ values }) => values.map(({ text }) => text)).join(' ');
}

/** Cuts between characters, not between the halves of one. */
function shortened(text: string): string {
  if (text.length <= longest) return text;
  const end = longest - 1;
  const half = text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) < 0xdc00;
  return `${text.slice(0, half ? end - 1 : end)}…`;
}
