import { innerName, templateSuffix } from '../syntax/template-language';

/**
 * The name, or URI, of the file beside one that a host usually has for the other family: `rules.v6` beside `rules.v4`, `ip6tables`
 * beside `iptables`, `before6.rules` beside `before.rules`, and templates of these beside each other; `undefined` where the name is none of these.
 */
export function siblingName(name: string): string | undefined {
  const at = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
  const last = innerName(name.slice(at));
  const suffix = templateSuffix(name.slice(at));
  for (const [pattern, other] of pairs) if (pattern.test(last)) return name.slice(0, at) + last.replace(pattern, other) + suffix;
  return undefined;
}

const pairs: readonly (readonly [RegExp, string])[] = [
  [/\.v4(?=\.|$)/, '.v6'],
  [/\.v6(?=\.|$)/, '.v4'],
  [/ip6tables/, 'iptables'],
  // An `.iptables` ending names the language, not the family.
  [/^iptables|iptables(?!$)|(?<!\.)iptables$/, 'ip6tables'],
  [/^(before|after|user)\.rules$/, '$16.rules'],
  [/^(before|after|user)6\.rules$/, '$1.rules'],
];
