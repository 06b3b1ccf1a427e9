import type { CodeAction, CompletionItem, CompletionList, Diagnostic, Hover } from 'vscode-languageserver-types';
import type { CodeActionRequest } from './features/code-actions';
import { codeActions, fixAll } from './features/code-actions';
import { completionList, resolveCompletion } from './features/completion';
import { diagnose } from './features/diagnostics';
import type { ExemptRequest, ExemptService } from './features/exempt-service';
import { exemptService, exemptServices } from './features/exempt-service';
import { hover } from './features/hover';
import { rulePage } from './features/rule-page';
import type { Settings } from './features/settings';
import { defaultSettings } from './features/settings';
import type { DocumentStatus } from './features/status';
import { documentStatus } from './features/status';
import type { Language } from './l10n/text';
import { languageOf } from './l10n/text';
import { setNamesOf } from './model/ipset';
import { RulesFile } from './model/rules-file';
import type { Edit, Position } from './text/position';

export type { CodeActionRequest, Diagnostic, DocumentStatus, Edit, ExemptRequest, ExemptService, Position, Settings };

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
}

/**
 * All that the product knows to do with rules files, without a transport: the language server, the command line and the
 * tests call it. Files are named by URI; an answer about a file that is not open is `undefined`, or empty.
 */
export interface LanguageService {
  configure(settings: Settings): void;
  /** Says which sets exist, by the texts of ipset save files; none: nothing is known of sets. */
  setSetFiles(texts: readonly string[]): void;
  /** The language of the texts it gives. */
  readonly language: Language;
  open(uri: string, text: string): void;
  /** Applies edits, each in the text that the one before it left. An edit without a range is the whole new text. */
  change(uri: string, edits: readonly (Edit | { readonly newText: string; readonly range?: undefined })[]): void;
  close(uri: string): void;
  /** The URIs of the open files. */
  openFiles(): readonly string[];
  text(uri: string): string | undefined;
  diagnostics(uri: string): Diagnostic[];
  hover(uri: string, position: Position): Hover | undefined;
  /** What can stand at a place; incomplete where more typing brings other items. */
  complete(uri: string, position: Position): CompletionList;
  resolveCompletion(item: CompletionItem): CompletionItem;
  codeActions(request: CodeActionRequest): CodeAction[];
  /** The edits that mend everything which has one sure fix. */
  fixAll(uri: string): Edit[];
  status(uri: string): DocumentStatus | undefined;
  /** A diagnostic's page as Markdown; `undefined` for a code that there is none of. */
  rulePage(code: string, language?: Language): string | undefined;
  exemptServices(): readonly ExemptService[];
  /** The edits that take a UDP service out of connection tracking and let it in; `undefined` for a file that is not open. */
  exemptService(uri: string, request: ExemptRequest): Edit[] | undefined;
}

/** Makes a language service. */
export function createLanguageService(options: LanguageServiceOptions = {}): LanguageService {
  const files = new Map<string, RulesFile>();
  let settings = options.settings ?? defaultSettings;
  let sets: ReadonlySet<string> | undefined;
  const editorLanguage = languageOf(options.locale);
  const language = (): Language => (settings.language === 'auto' ? editorLanguage : settings.language);
  const fileOptions = (uri: string) => ({ name: nameOf(uri), family: settings.family === 'auto' ? undefined : settings.family, sets });
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
      for (const [uri, file] of files) file.setOptions(fileOptions(uri));
    },
    setSetFiles(texts) {
      const names = texts.flatMap((text) => [...(setNamesOf(text) ?? [])]);
      sets = names.length === 0 ? undefined : new Set(names);
      for (const [uri, file] of files) file.setOptions(fileOptions(uri));
    },
    open: (uri, text) => void files.set(uri, new RulesFile(text, fileOptions(uri))),
    change(uri, edits) {
      for (const edit of edits) {
        if (edit.range === undefined) files.set(uri, new RulesFile(edit.newText, fileOptions(uri)));
        else files.get(uri)?.apply([edit]);
      }
    },
    close: (uri) => void files.delete(uri),
    openFiles: () => [...files.keys()],
    text: (uri) => files.get(uri)?.text(),
    diagnostics: (uri) => withFile(files, uri, (file) => diagnose(file, uri, settings, language())) ?? [],
    hover: (uri, position) => withFile(files, uri, (file) => hover(file, position, language())),
    complete: (uri, position) =>
      withFile(files, uri, (file) =>
        completionList(file, position, language(), { ...completion, backEnd: settings.backend, others: [...files.values()] }),
      ) ?? {
        isIncomplete: false,
        items: [],
      },
    resolveCompletion: (item) => resolveCompletion(item, language()),
    codeActions: (request) => withFile(files, request.uri, (file) => codeActions(file, request, settings, language())) ?? [],
    fixAll: (uri) => withFile(files, uri, (file) => fixAll(file, settings)) ?? [],
    status: (uri) => withFile(files, uri, (file) => documentStatus(file, language())),
    rulePage: (code, pageLanguage) => rulePage(code, pageLanguage ?? language()),
    exemptServices: () => exemptServices(language()),
    exemptService: (uri, request) => withFile(files, uri, (file) => exemptService(file, request)),
  };
}

function withFile<T>(files: ReadonlyMap<string, RulesFile>, uri: string, answer: (file: RulesFile) => T): T | undefined {
  const file = files.get(uri);
  return file === undefined ? undefined : answer(file);
}

/** The name behind a URI, percent signs resolved; the URI itself where that fails. */
function nameOf(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
