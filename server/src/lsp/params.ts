/**
 * What is wrong with the parameters of a message, in words for whoever writes a client; `undefined` where nothing is, and for
 * messages of which nothing is known. Positions may lie outside of a document, but must be whole numbers from 0 on (`uinteger`).
 */
export function wrongParams(method: string, params: unknown): string | undefined {
  const fields = Object.hasOwn(shapes, method) ? shapes[method] : undefined;
  return fields && object(fields)(params, 'params');
}

/** Tells what is wrong with a value; `undefined`: nothing. */
type Shape = (value: unknown, name: string) => string | undefined;

const text: Shape = (value, name) => (typeof value === 'string' ? undefined : `${name} is no string`);
const natural: Shape = (value, name) => (Number.isInteger(value) && Number(value) >= 0 ? undefined : `${name} is no number from 0 on`);
const whole: Shape = (value, name) => (value === null || Number.isInteger(value) ? undefined : `${name} is no whole number`);
const anyObject: Shape = (value, name) => (typeof value === 'object' && value !== null ? undefined : `${name} is no object`);

const optional =
  (shape: Shape): Shape =>
  (value, name) =>
    value === undefined ? undefined : shape(value, name);

const orNull =
  (shape: Shape): Shape =>
  (value, name) =>
    value === undefined || value === null ? undefined : shape(value, name);

const oneOf =
  (...shapes: readonly Shape[]): Shape =>
  (value, name) => {
    const found = shapes.map((shape) => shape(value, name));
    return found.includes(undefined) ? undefined : found[0];
  };

const list =
  (shape: Shape): Shape =>
  (value, name) => {
    if (!Array.isArray(value)) return `${name} is no array`;
    for (const [index, item] of value.entries()) {
      const found = shape(item, `${name}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  };

const object =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value, name) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${name} is no object`;
    for (const [field, shape] of Object.entries(fields)) {
      const found = shape(Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined, `${name}.${field}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };

const position = object({ line: natural, character: natural });
const range = object({ start: position, end: position });
const ofDocument = { textDocument: object({ uri: text }) };
const atPosition = { ...ofDocument, position };
const inRange = { ...ofDocument, range };
const item = { item: object({ uri: text, range, selectionRange: range }) };
const folders = list(object({ uri: text }));

/** What the handlers count on, message by message. */
const shapes: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  initialize: {
    processId: orNull(whole),
    capabilities: object({}),
    rootUri: orNull(text),
    locale: orNull(text),
    workspaceFolders: orNull(folders),
  },
  'textDocument/didOpen': { textDocument: object({ uri: text, text, version: optional(whole) }) },
  'textDocument/didChange': {
    textDocument: object({ uri: text, version: optional(whole) }),
    contentChanges: list(object({ text, range: optional(range) })),
  },
  'textDocument/didClose': ofDocument,
  'workspace/didChangeConfiguration': {},
  'workspace/didChangeWatchedFiles': { changes: folders },
  'workspace/didChangeWorkspaceFolders': { event: object({ added: folders, removed: folders }) },
  'workspace/symbol': { query: text },
  'textDocument/hover': atPosition,
  'textDocument/completion': atPosition,
  'completionItem/resolve': { label: text },
  'textDocument/signatureHelp': atPosition,
  'textDocument/definition': atPosition,
  'textDocument/declaration': atPosition,
  'textDocument/references': { ...atPosition, context: anyObject },
  'textDocument/documentHighlight': atPosition,
  'textDocument/prepareCallHierarchy': atPosition,
  'callHierarchy/incomingCalls': item,
  'callHierarchy/outgoingCalls': item,
  'textDocument/prepareRename': atPosition,
  'textDocument/rename': { ...atPosition, newName: text },
  'textDocument/documentSymbol': ofDocument,
  'textDocument/foldingRange': ofDocument,
  'textDocument/selectionRange': { ...ofDocument, positions: list(position) },
  'textDocument/documentLink': ofDocument,
  'textDocument/diagnostic': { ...ofDocument, previousResultId: orNull(text) },
  'textDocument/semanticTokens/full': ofDocument,
  'textDocument/semanticTokens/full/delta': { ...ofDocument, previousResultId: text },
  'textDocument/semanticTokens/range': inRange,
  'textDocument/inlayHint': inRange,
  'textDocument/codeLens': ofDocument,
  'textDocument/codeAction': { ...inRange, context: object({ only: orNull(list(text)) }) },
  'textDocument/formatting': ofDocument,
  'textDocument/rangeFormatting': inRange,
  'textDocument/onTypeFormatting': atPosition,
  'iptables/documentStatus': ofDocument,
  'iptables/rulePage': { code: text, language: orNull(text) },
  'iptables/pasteAsRules': { ...inRange, text },
  'iptables/copyAsCommands': { ...ofDocument, range: orNull(range) },
  'iptables/exemptUdpService': {
    ...ofDocument,
    port: oneOf(natural, text),
    interface: orNull(text),
    peers: orNull(list(text)),
    form: orNull(text),
  },
};
