// Fills templates in, as far as the fixtures need it: values by their expressions, blocks once or not at all.

/** How a template is filled in. */
export interface Rendering {
  /** What stands in the place of each expression. */
  readonly values: Readonly<Record<string, string>>;
  /** Conditions hold and loops run once; otherwise the other branches come, and loops do not run. */
  readonly blocks: boolean;
}

type Piece = { readonly kind: 'text' | 'value' | 'open' | 'middle' | 'close' | 'nothing'; readonly text: string };

/** The text that a template makes. Throws on an expression that has no value, which is a mistake in the test. */
export function render(template: string, name: string, { values, blocks }: Rendering): string {
  const pieces = name.endsWith('.j2')
    ? jinja(template)
    : name.endsWith('.erb')
      ? erb(template)
      : name.endsWith('.gotmpl')
        ? go(template)
        : plain(template);
  const shown: boolean[] = [];
  let text = '';
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'open':
        shown.push(blocks);
        break;
      case 'middle':
        shown.push(shown.pop() === false);
        break;
      case 'close':
        shown.pop();
        break;
      case 'nothing':
        break;
      default:
        if (shown.includes(false)) break;
        if (piece.kind === 'value' && values[piece.text] === undefined) throw new Error(`no value for ${piece.text}`);
        text += piece.kind === 'text' ? piece.text : values[piece.text];
    }
  }
  return text;
}

/** As Ansible sets Jinja up: the line end behind a block's tag goes. */
function jinja(template: string): Piece[] {
  return cut(template, /\{\{(.*?)\}\}|\{%-?(.*?)-?%\}\n?|\{#[\s\S]*?#\}\n?/g, (value, tag) => {
    if (value !== undefined) return { kind: 'value', text: value.trim() };
    const word = tag?.trim().split(' ')[0] ?? '';
    return {
      kind: word === 'if' || word === 'for' ? 'open' : word === 'else' ? 'middle' : word.startsWith('end') ? 'close' : 'nothing',
      text: '',
    };
  });
}

/** As Puppet sets ERB up: `-%>` takes the line end away. */
function erb(template: string): Piece[] {
  return cut(template, /<%=(.*?)%>|<%[#-]?([\s\S]*?)(?:-%>\n?|%>)/g, (value, tag) => {
    if (value !== undefined) return { kind: 'value', text: value.trim() };
    const code = tag?.trim() ?? '';
    if (/^(?:end|\})$/.test(code)) return { kind: 'close', text: '' };
    if (code === 'else') return { kind: 'middle', text: '' };
    return { kind: /^(?:if|unless)\b|\|$/.test(code) ? 'open' : 'nothing', text: '' };
  });
}

/** `{{-` takes the blanks before it away. */
function go(template: string): Piece[] {
  return cut(template, /\s*\{\{- (?:\/\*[\s\S]*?\*\/\}\}|(.*?)\}\})|\{\{([^-].*?)\}\}/g, (trimmed, other) => {
    const code = (trimmed ?? other ?? '').trim();
    const word = code.split(' ')[0] ?? '';
    if (word === 'if' || word === 'range') return { kind: 'open', text: '' };
    if (word === 'else' || word === 'end') return { kind: word === 'end' ? 'close' : 'middle', text: '' };
    return { kind: code === '' || code.includes(':=') ? 'nothing' : 'value', text: code };
  });
}

function plain(template: string): Piece[] {
  return cut(template, /(\$\{[^}]*\}|\$\([^)]*\)|\$[A-Za-z_]\w*|@[A-Z_]+@)/g, (value) => ({ kind: 'value', text: value ?? '' }));
}

function cut(template: string, construct: RegExp, read: (first: string | undefined, second: string | undefined) => Piece): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of template.matchAll(construct)) {
    pieces.push({ kind: 'text', text: template.slice(at, match.index) }, read(match[1], match[2]));
    at = match.index + match[0].length;
  }
  return [...pieces, { kind: 'text', text: template.slice(at) }];
}
