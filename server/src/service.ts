import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  Range,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  SymbolInformation,
  WorkspaceSymbol,
} from 'vscode-languageserver-types';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './features/call-hierarchy';
import type { CodeActionRequest } from './features/code-actions';
import { codeActions, fixAll } from './features/code-actions';
import { codeLenses } from './features/code-lenses';
import { completionList, resolveCompletion } from './features/completion';
import type { PasteAsRules, PasteRequest } from './features/convert';
import { copyAsCommands, pasteAsRules } from './features/convert';
import { definition } from './features/definition';
import { analysisOfRuleset, diagnose, diagnoseForEditor, findApart, isLarge, isShort } from './features/diagnostics';
import { documentHighlights } from './features/document-highlights';
import { documentLinks } from './features/document-links';
import { documentSymbols, flatSymbols } from './features/document-symbols';
import type { ExemptRequest, ExemptService } from './features/exempt-service';
import { exemptService, exemptServices } from './features/exempt-service';
import { foldingRanges } from './features/folding-ranges';
import { formatFile, formatFinishedLine } from './features/formatting';
import { hover } from './features/hover';
import { inlayHints } from './features/inlay-hints';
import type { ReferencesRequest } from './features/references';
import { references } from './features/references';
import type { Renameable, RenameRefusal } from './features/rename';
import { prepareRename, rename } from './features/rename';
import { rulePage } from './features/rule-page';
import { selectionRanges } from './features/selection-ranges';
import type { TokenDetail } from './features/semantic-tokens';
import { SemanticTokenResults } from './features/semantic-tokens';
import type { Settings } from './features/settings';
import { defaultSettings } from './features/settings';
import { signatureHelp } from './features/signature-help';
import type { DocumentStatus } from './features/status';
import { documentStatus } from './features/status';
import { isHopeless } from './features/support/limits';
import type { ApartFindings } from './features/support/ruleset-findings';
import { keepApart, knownApart } from './features/support/ruleset-findings';
import { workspaceSymbols } from './features/workspace-symbols';
import type { Language } from './l10n/text';
import { languageOf } from './l10n/text';
import type { SetDeclaration, SetFile } from './model/ipset';
import { setsOf } from './model/ipset';
import type { RulesFileOptions, Sibling } from './model/rules-file';
import { RulesFile } from './model/rules-file';
import { siblingName } from './model/sibling-name';
import type { Edit, Position } from './text/position';

export type {
  ApartFindings,
  CodeActionRequest,
  Diagnostic,
  DocumentStatus,
  Edit,
  ExemptRequest,
  ExemptService,
  PasteAsRules,
  PasteRequest,
  Position,
  ReferencesRequest,
  Renameable,
  RenameRefusal,
  SetFile,
  Settings,
};

/** A large file as another thread is to look at it: plain data, so that it can be sent there. */
export interface ApartRequest {
  readonly uri: string;
  readonly revision: number;
  readonly text: string;
  readonly name: string;
  readonly family: RulesFileOptions['family'];
  readonly sets: RulesFileOptions['sets'];
  readonly sshPorts: RulesFileOptions['sshPorts'];
  readonly templates: RulesFileOptions['templates'];
  readonly settings: Settings;
}

/** What a service is made with. */
export interface LanguageServiceOptions {
  /** The editor's display language as a BCP 47 tag. English where it is left out or unknown. */
  readonly locale?: string | undefined;
  readonly settings?: Settings | undefined;
  /** Completion offers the snippets; a client that brings them itself says `false`. */
  readonly snippets?: boolean | undefined;
  /** The client takes completions with tab stops. */
  readonly snippetSupport?: boolean | undefined;
  /** The client's command that opens the completion list again after an item was taken. */
  readonly suggestCommand?: string | undefined;
  /** The client's command that shows places: it takes a URI, a position and locations. */
  readonly referencesCommand?: string | undefined;
  /** Large files are analysed by another thread: see `apartRequest`. */
  readonly analysedApart?: boolean | undefined;
  /** What semantic tokens are given; `names` to a client that has a grammar of its own. */
  readonly tokenDetail?: TokenDetail | undefined;
}

/**
 * All that the product knows to do with rules files, without a transport: the language server, the command line and the
 * tests call it. Files are named by URI; an answer about a file that is not open is `undefined`, or empty.
 */
export interface LanguageService {
  configure(settings: Settings): void;
  /** Says which sets exist, by ipset save files; none: nothing is known of sets. */
  setSetFiles(files: readonly SetFile[]): void;
  /** The language of the texts it gives. */
  readonly language: Language;
  open(uri: string, text: string): void;
  /** Applies edits, each in the text that the one before it left. An edit without a range is the whole new text. */
  change(uri: string, edits: readonly (Edit | { readonly newText: string; readonly range?: undefined })[]): void;
  close(uri: string): void;
  /** The URI that the host's file of the other family has, if it is there; `undefined` where the name does not tell. */
  siblingOf(uri: string): string | undefined;
  /** The open files whose findings depend on this one too. */
  comparedWith(uri: string): readonly string[];
  /** Gives the text of a file that is not open but stands beside one that is; `undefined`: it is not there, or no longer wanted. */
  setFileBeside(uri: string, text: string | undefined): void;
  /** There is no file where one would stand beside one that is open: it could be made. */
  noFileBeside(uri: string): void;
  /** The URIs of the open files. */
  openFiles(): readonly string[];
  text(uri: string): string | undefined;
  /** Everything that is wrong with a file, its ruleset analysed now. */
  diagnostics(uri: string): Diagnostic[];
  /** What is known to be wrong with a file without waiting for the analysis of its ruleset, as much of it as an editor bears. */
  diagnosticsSoFar(uri: string): Diagnostic[];
  /** Whether a file is so large that its analysis is to wait until nobody types. */
  isLarge(uri: string): boolean;
  /** Whether a file is so short that nobody notices how long its analysis takes. */
  isShort(uri: string): boolean;
  /** What another thread needs to look at a large file as a whole; `undefined` where that is known, or done here in steps. */
  apartRequest(uri: string): ApartRequest | undefined;
  /** Takes what that thread has found; it counts for nothing where the file or the settings have changed since it was asked. */
  takeApart(request: ApartRequest, answer: ApartFindings): void;
  /** The analysis of a file's ruleset, in steps of a millisecond or so; nothing once it is done for the file as it stands. */
  analysis(uri: string): Iterator<unknown> | undefined;
  hover(uri: string, position: Position): Hover | undefined;
  /** What can stand at a place; incomplete where more typing brings other items. */
  complete(uri: string, position: Position): CompletionList;
  resolveCompletion(item: CompletionItem): CompletionItem;
  /** What the option at a place takes; `undefined` outside of options that take several words or parts. */
  signatureHelp(uri: string, position: Position): SignatureHelp | undefined;
  /** The reading of lines that semantic tokens wait for, in steps of a millisecond or so; `undefined` for a file that is not open. */
  semanticTokenSteps(uri: string): Iterator<unknown> | undefined;
  /** The semantic tokens of a file; with the last result's id only what has changed since. */
  semanticTokens(uri: string, previousResultId?: string): SemanticTokens | SemanticTokensDelta | undefined;
  semanticTokensRange(uri: string, range: Range): SemanticTokens | undefined;
  /** The edits that format a file, or the lines of a range, in the style of the settings. */
  format(uri: string, range?: Range): Edit[];
  /** The edits that format the line above a position, which a new line has finished. */
  formatFinishedLine(uri: string, position: Position): Edit[];
  inlayHints(uri: string, range: Range): InlayHint[];
  codeLenses(uri: string): CodeLens[];
  codeActions(request: CodeActionRequest): CodeAction[];
  /** The edits that mend everything which has one sure fix. */
  fixAll(uri: string): Edit[];
  /** The outline as a tree: tables, chains, rules. */
  documentSymbols(uri: string): DocumentSymbol[];
  /** The outline as a list, for clients that know no tree. */
  flatSymbols(uri: string): SymbolInformation[];
  /** The chains of the open files whose names hold the letters of a query. */
  workspaceSymbols(query: string): WorkspaceSymbol[];
  /** @param limit The most ranges that the client takes. */
  foldingRanges(uri: string, limit?: number): FoldingRange[];
  selectionRanges(uri: string, positions: readonly Position[]): SelectionRange[];
  /** Where the chain or set that a word names is made. */
  definition(uri: string, position: Position): Location[];
  references(request: ReferencesRequest): Location[];
  documentHighlights(uri: string, position: Position): DocumentHighlight[] | undefined;
  prepareCallHierarchy(uri: string, position: Position): CallHierarchyItem[];
  incomingCalls(item: CallHierarchyItem): CallHierarchyIncomingCall[];
  outgoingCalls(item: CallHierarchyItem): CallHierarchyOutgoingCall[];
  documentLinks(uri: string): DocumentLink[];
  /** What can be renamed at a place, or why it cannot; `undefined` where no chain is named. */
  prepareRename(uri: string, position: Position): Renameable | RenameRefusal | undefined;
  rename(uri: string, position: Position, newName: string): Edit[] | RenameRefusal | undefined;
  status(uri: string): DocumentStatus | undefined;
  /** A diagnostic's page as Markdown; `undefined` for a code that there is none of. */
  rulePage(code: string, language?: Language): string | undefined;
  /** How a text that is pasted becomes rules; `undefined` where it has no iptables commands, or is pasted into a line. */
  pasteAsRules(uri: string, request: PasteRequest): PasteAsRules | undefined;
  /** The shell commands that do what the lines of a range, or all lines, do when they are loaded. */
  copyAsCommands(uri: string, range?: Range): string | undefined;
  exemptServices(): readonly ExemptService[];
  /** The edits that take a UDP service out of connection tracking and let it in; `undefined` for a file that is not open. */
  exemptService(uri: string, request: ExemptRequest): Edit[] | undefined;
}

/** Makes a language service. */
export function createLanguageService(options: LanguageServiceOptions = {}): LanguageService {
  const files = new Map<string, RulesFile>();
  const beside = new Map<string, RulesFile>();
  const missing = new Set<string>();
  let settings = options.settings ?? defaultSettings;
  let declaredSets: ReadonlyMap<string, readonly SetDeclaration[]> | undefined;
  let sets: ReadonlySet<string> | undefined;
  const tokens = new SemanticTokenResults(options.tokenDetail ?? 'all');
  const editorLanguage = languageOf(options.locale);
  const language = (): Language => (settings.language === 'auto' ? editorLanguage : settings.language);
  const fileOptions = (uri: string) => ({
    name: nameOf(uri),
    family: settings.family === 'auto' ? undefined : settings.family,
    sets,
    sshPorts: settings.sshPorts,
    templates: settings.templates,
    sibling: () => siblingFile(uri),
    siblingPlace: () => siblingPlace(uri),
    analysedApart: options.analysedApart,
  });
  const siblingPlace = (uri: string): string | undefined => {
    const other = siblingName(uri);
    return other !== undefined && missing.has(other) && !files.has(other) ? other : undefined;
  };
  const siblingFile = (uri: string): Sibling | undefined => {
    const other = siblingName(uri);
    const [own, file] = other === undefined ? [] : [files.get(uri), files.get(other) ?? beside.get(other)];
    const isSmall = Math.max(own?.lineCount ?? 0, file?.lineCount ?? 0) <= mostLinesCompared;
    return other === undefined || file === undefined || !isSmall ? undefined : { uri: other, file };
  };
  const completion = {
    snippets: options.snippets ?? true,
    snippetSupport: options.snippetSupport ?? false,
    ...(options.suggestCommand === undefined ? {} : { suggestCommand: options.suggestCommand }),
  };

  return {
    get language() {
      return language();
    },
    configure(next) {
      settings = next;
      for (const [uri, file] of [...files, ...beside]) file.setOptions(fileOptions(uri));
    },
    setSetFiles(setFiles) {
      declaredSets = setsOf(setFiles);
      sets = declaredSets === undefined ? undefined : new Set(declaredSets.keys());
      for (const [uri, file] of files) file.setOptions(fileOptions(uri));
    },
    open: (uri, text) => void files.set(uri, new RulesFile(text, fileOptions(uri))),
    change(uri, edits) {
      for (const edit of edits) {
        if (edit.range === undefined) files.set(uri, new RulesFile(edit.newText, fileOptions(uri)));
        else files.get(uri)?.apply([edit]);
      }
    },
    close(uri) {
      files.delete(uri);
      tokens.forget(uri);
    },
    siblingOf: siblingName,
    comparedWith(uri) {
      const other = siblingName(uri);
      return other !== undefined && files.has(other) && siblingFile(other) !== undefined ? [other] : [];
    },
    noFileBeside: (uri) => void missing.add(uri),
    setFileBeside(uri, text) {
      if (text !== undefined) missing.delete(uri);
      if (text === undefined) beside.delete(uri);
      else beside.set(uri, new RulesFile(text, fileOptions(uri)));
    },
    openFiles: () => [...files.keys()],
    text: (uri) => files.get(uri)?.text(),
    diagnostics: (uri) => withFile(files, uri, (file) => diagnose(file, uri, settings, language())) ?? [],
    diagnosticsSoFar: (uri) => withFile(files, uri, (file) => diagnoseForEditor(file, uri, settings, language())) ?? [],
    isLarge: (uri) => withFile(files, uri, isLarge) ?? false,
    isShort: (uri) => withFile(files, uri, isShort) ?? true,
    apartRequest: (uri) =>
      withFile(files, uri, (file) => {
        if (!file.analysedApart || file.isUncertain || knownApart(file, settings) !== undefined) return undefined;
        const { name, family, sshPorts, templates } = fileOptions(uri);
        return { uri, revision: file.revision, text: file.text(), name, family, sets, sshPorts, templates, settings };
      }),
    takeApart(request, answer) {
      const file = files.get(request.uri);
      if (file !== undefined && file.revision === request.revision && request.settings === settings) keepApart(file, settings, answer);
    },
    analysis: (uri) => withFile(files, uri, (file) => analysisOfRuleset(file, settings)),
    hover: (uri, position) => atPlace(files, uri, position, (file) => hover(file, position, language())),
    complete: (uri, position) =>
      atPlace(files, uri, position, (file) =>
        completionList(file, position, language(), { ...completion, backEnd: settings.backend, others: [...files.values()] }),
      ) ?? {
        isIncomplete: false,
        items: [],
      },
    resolveCompletion: (item) => resolveCompletion(item, language()),
    signatureHelp: (uri, position) => atPlace(files, uri, position, (file) => signatureHelp(file, position, language())),
    semanticTokenSteps: (uri) => withFile(files, uri, (file) => tokens.prepare(file)),
    semanticTokens: (uri, previousResultId) =>
      withFile(files, uri, (file) => (previousResultId === undefined ? tokens.full(uri, file) : tokens.delta(uri, file, previousResultId))),
    semanticTokensRange: (uri, range) => withFile(files, uri, (file) => tokens.range(file, range)),
    format: (uri, range) => withFile(files, uri, (file) => formatFile(file, settings.format, range)) ?? [],
    formatFinishedLine: (uri, position) =>
      atPlace(files, uri, position, (file) => formatFinishedLine(file, settings.format, position)) ?? [],
    inlayHints: (uri, range) => withFile(files, uri, (file) => inlayHints(file, range, settings.inlayHints, language())) ?? [],
    codeLenses: (uri) =>
      withFile(files, uri, (file) => codeLenses(file, uri, settings.codeLens, language(), { showReferences: options.referencesCommand })) ??
      [],
    codeActions: (request) => withFile(files, request.uri, (file) => codeActions(file, request, settings, language())) ?? [],
    fixAll: (uri) => withFile(files, uri, (file) => fixAll(file, settings)) ?? [],
    documentSymbols: (uri) => withFile(files, uri, (file) => documentSymbols(file, language())) ?? [],
    flatSymbols: (uri) => withFile(files, uri, (file) => flatSymbols(file, uri, language())) ?? [],
    workspaceSymbols: (query) => workspaceSymbols(files, query),
    foldingRanges: (uri, limit) => withFile(files, uri, (file) => foldingRanges(file, limit)) ?? [],
    selectionRanges: (uri, positions) => withFile(files, uri, (file) => selectionRanges(file, positions)) ?? [],
    definition: (uri, position) => atPlace(files, uri, position, (file) => definition(file, uri, position, declaredSets)) ?? [],
    references: (request) => atPlace(files, request.uri, request.position, () => references(files, request, declaredSets)) ?? [],
    documentHighlights: (uri, position) => atPlace(files, uri, position, (file) => documentHighlights(file, position)),
    prepareCallHierarchy: (uri, position) =>
      atPlace(files, uri, position, (file) => prepareCallHierarchy(file, uri, position, language())) ?? [],
    incomingCalls: (item) => withFile(files, item.uri, (file) => incomingCalls(file, item, language())) ?? [],
    outgoingCalls: (item) => withFile(files, item.uri, (file) => outgoingCalls(file, item, language())) ?? [],
    documentLinks: (uri) => withFile(files, uri, (file) => documentLinks(file, uri)) ?? [],
    prepareRename: (uri, position) => atPlace(files, uri, position, (file) => prepareRename(file, position, language())),
    rename: (uri, position, newName) => atPlace(files, uri, position, (file) => rename(file, position, newName, language())),
    status: (uri) => withFile(files, uri, (file) => documentStatus(file, settings, language())),
    rulePage: (code, pageLanguage) => rulePage(code, pageLanguage ?? language()),
    pasteAsRules: (uri, request) => withFile(files, uri, (file) => pasteAsRules(file, request, language())),
    copyAsCommands: (uri, range) => withFile(files, uri, (file) => copyAsCommands(file, range)),
    exemptServices: () => exemptServices(language()),
    exemptService: (uri, request) => withFile(files, uri, (file) => exemptService(file, request)),
  };
}

/** Looks at a large file as a whole, in the thread that was started for it. */
export function answerApart({ text, name, family, sets, sshPorts, templates, settings }: ApartRequest): ApartFindings {
  return findApart(new RulesFile(text, { name, family, sets, sshPorts, templates }), settings);
}

/** Larger files are not compared: each key would have both looked through. */
const mostLinesCompared = 5000;

function withFile<T>(files: ReadonlyMap<string, RulesFile>, uri: string, answer: (file: RulesFile) => T): T | undefined {
  const file = files.get(uri);
  return file === undefined ? undefined : answer(file);
}

/** The answer at a place of a file; none on a line that is far too long to be one of iptables. */
function atPlace<T>(files: ReadonlyMap<string, RulesFile>, uri: string, { line }: Position, answer: (file: RulesFile) => T): T | undefined {
  return withFile(files, uri, (file) => (isHopeless(file, line) ? undefined : answer(file)));
}

/** The name behind a URI, percent signs resolved; the URI itself where that fails. */
function nameOf(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
