/** What fills a template in: Jinja and Ansible, ERB (and EPP of Puppet), Go's text/template, a shell or envsubst, `@VAR@` of configure. */
export type TemplateLanguage = 'jinja' | 'erb' | 'go' | 'shell' | 'at';

/** Whether files may be templates: `auto` finds it out, `off` reads each as iptables-restore would. */
export type TemplateMode = 'auto' | 'off';

/** A name without what says that it is a template: `rules.v4` of `rules.v4.j2`. Works for URIs too. */
export function innerName(name: string): string {
  return name.replace(suffixes, '');
}

/** The part of a name that says that it is a template: `.j2`; empty for any other name. */
export function templateSuffix(name: string): string {
  return suffixes.exec(name)?.[0] ?? '';
}

/**
 * The language of a file that is a template; `undefined` for a plain rules file. The name decides where it can. Otherwise a file is
 * a template only when a placeholder stands where iptables would read a word: outside of quotes and comments. There iptables-save
 * never prints one, and iptables-restore would refuse it; in quotes both take it for text.
 * @param name The file's name or URI; `undefined` for text without one.
 */
export function templateLanguage(name: string | undefined, lines: Iterable<string>): TemplateLanguage | undefined {
  const suffix = name === undefined ? '' : templateSuffix(name).toLowerCase();
  const byName = languages.find(([pattern]) => pattern.test(suffix))?.[1];
  return byName ?? languageOfLines(lines) ?? (suffix === '' ? undefined : defaults[suffix.slice(suffix.lastIndexOf('.') + 1)]);
}

/** Whether a whole text may hold anything of a template: searching it for a few words takes far less than looking at each line. */
export function mayBeTemplate(text: string): boolean {
  return ['{{', '{%', '{#', '<%', '${', '@'].some((mark) => text.includes(mark));
}

/** Whether a line may hold anything of a template. One look, since files have a hundred thousand lines without. */
export function mayHoldTemplate(text: string): boolean {
  return marks.test(text);
}

/** Whether a placeholder or a control tag stands in a line where iptables would read a word. */
export function holdsTemplate(text: string): boolean {
  return text.charCodeAt(0) !== 35 && marks.test(text) && signs(text).length > 0;
}

const suffixes = /(?:\.(?:j2|jinja2?|erb|epp|gotmpl|gotpl|tmpl|tpl|template|envsubst|in))+$/i;

const languages: readonly (readonly [RegExp, TemplateLanguage])[] = [
  [/\.(?:j2|jinja2?)$/, 'jinja'],
  [/\.(?:erb|epp)$/, 'erb'],
  [/\.(?:gotmpl|gotpl)$/, 'go'],
  [/\.envsubst$/, 'shell'],
];

/** Of the suffixes that several languages use, the language of a file in which nothing tells. */
const defaults: Readonly<Record<string, TemplateLanguage>> = { tmpl: 'go', tpl: 'go', template: 'shell', in: 'at' };

const marks = /\{[{%#]|<%|\$\{|@[A-Za-z_]/;

/** The language that the constructs outside of quotes and comments are of; what only one language has decides. */
function languageOfLines(lines: Iterable<string>): TemplateLanguage | undefined {
  let found: TemplateLanguage | undefined;
  for (const text of lines) {
    if (text.charCodeAt(0) === 35 || !marks.test(text)) continue;
    for (const sign of signs(text)) {
      if (sign !== 'braces') {
        if (sign === 'jinja' || sign === 'erb' || sign === 'go') return sign;
        found ??= sign;
      } else if (found !== 'jinja') found = 'jinja';
    }
  }
  return found;
}

/** The kinds of the constructs of a line that end on it, without what stands in quotes. */
function signs(text: string): (TemplateLanguage | 'braces')[] {
  const found: (TemplateLanguage | 'braces')[] = [];
  const ends = new Map<string, number>();
  /** Where a mark comes next. It is looked for again only behind its last place: a line full of openings is read once. */
  const next = (mark: string, from: number): number => {
    let at = ends.get(mark) ?? -1;
    if (at < from) {
      at = text.indexOf(mark, from);
      if (at < 0) at = Number.POSITIVE_INFINITY;
      ends.set(mark, at);
    }
    return at;
  };
  // A quote inside of a construct opens nothing for iptables: constructs are looked for first.
  const opening = /\{[{%#]|<%|\$\{|@[A-Za-z_]\w*@|"(?:[^"\\]|\\[\s\S])*"?/g;
  for (let open = opening.exec(text); open !== null; open = opening.exec(text)) {
    const [sign] = open;
    const from = opening.lastIndex;
    const close = closings[sign];
    if (close !== undefined) {
      const end = next(close, from);
      if (end === Number.POSITIVE_INFINITY || (sign === '${' && next('"', from) < end)) {
        opening.lastIndex = open.index + 1;
        continue;
      }
      opening.lastIndex = end + close.length;
    }
    if (sign === '{%' || sign === '{#') found.push('jinja');
    else if (sign === '<%') found.push('erb');
    else if (sign === '{{') found.push(goOnly.test(text.slice(open.index, opening.lastIndex)) ? 'go' : 'braces');
    else if (!sign.startsWith('"')) found.push(sign === '${' ? 'shell' : 'at');
  }
  return found;
}

const closings: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}', '<%': '%>', '${': '}' };
const goOnly = /^\{\{-?\s*(?:[.$]|\/\*|(?:if|range|with|end|else|define|template|block|break|continue)\b)/;
