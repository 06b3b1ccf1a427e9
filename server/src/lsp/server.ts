import type { ClientCapabilities, CompletionList, Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { version } from '../../package.json';
import { readSettings } from '../features/settings';
import { completionTriggers, fixAllKind, refactoringKinds } from '../features/support/announced';
import type { Language } from '../l10n/text';
import type { LanguageService, LanguageServiceOptions } from '../service';
import { annotationCapabilities, handleAnnotations, refreshAnnotations } from './annotations';
import type { Diagnostics, DiagnosticsSource } from './diagnostics';
import { canPull, pullCapabilities } from './diagnostics';
import { filesBeside, filesBesidePatterns } from './files-beside';
import { formattingCapabilities, handleFormatting } from './formatting';
import type { Gate } from './gate';
import { refused } from './gate';
import { guarded } from './guard';
import type { Host } from './host';
import { handleNavigation, navigationCapabilities } from './navigation';
import { requests } from './protocol';
import { publisher } from './publisher';
import { puller } from './puller';
import { setFileName, setFilePatterns } from './set-files';
import { toldStatuses } from './statuses';
import type { WarmUpSource } from './warm-up';
import { warmUp } from './warm-up';

/** What the client says of itself in `initializationOptions`. */
interface ClientOptions {
  /** The editor's display language, where it is not in the protocol's own `locale`. */
  readonly language?: string;
  readonly settings?: unknown;
  /** The client brings the snippets itself. */
  readonly snippets?: boolean;
  /** The client's command that opens the completion list again. */
  readonly suggestCommand?: string;
  /** The client's command that shows places; it takes a URI, a position and locations. */
  readonly referencesCommand?: string;
  /** The client's command that asks for another name for what stands at a place; it takes a URI and a position. */
  readonly renameCommand?: string;
  /** The client colours files by a grammar of its own. */
  readonly grammar?: boolean;
  /** The client has the command that shows a diagnostic's page. */
  readonly rulePages?: boolean;
  /** The client has the command that gives a document plain line feeds, which an edit cannot do there. */
  readonly convertLineEnds?: boolean;
}

/**
 * Connects the language service to a client. Does not yet listen.
 * @param gate The gate that the connection was made with.
 * @param host What the server can do where it runs.
 */
export function serve(connection: Connection, gate: Gate, host: Host): void {
  let serviceOptions: LanguageServiceOptions = {};
  let made: LanguageService | undefined;
  /** Made when it is first asked for: loading the catalogue takes longer than all that the answer to `initialize` needs. */
  const service = (): LanguageService => {
    made ??= host.createLanguageService(serviceOptions);
    return made;
  };
  let client: ClientCapabilities = {};
  let canConfigure = false;
  let canRegister = false;
  let canWatch = false;
  /** What holds for a client that has no settings of ours: one that can be asked for any section may answer null. */
  let initialSettings: unknown;
  let watches = false;
  let folders: readonly string[] = [];
  let canShowPages = false;
  let canConvertLineEnds = false;
  let canCreateFiles = false;
  let renameCommand: string | undefined;
  let isWarm = false;
  const warmUpSource: WarmUpSource = {
    createService: () => host.createLanguageService(serviceOptions),
    lastMessage: () => gate.lastMessage,
    failed: (error) => connection.console.warn(`warm-up: ${String(error)}`),
  };
  const versions = new Map<string, number>();
  const statuses = toldStatuses((uri) => void connection.sendNotification(requests.statusChanged, { uri }));
  const diagnosticsSource: DiagnosticsSource = {
    isOpen: (uri) => versions.has(uri),
    answer: (uri) => ({ diagnostics: service().diagnosticsSoFar(uri), version: versions.get(uri) }),
    analysis: (uri) => statuses.toldWhenDone(uri, service().analysis(uri)),
    mayWait: (uri) => service().isLarge(uri),
    isShort: (uri) => service().isShort(uri),
    startApart(uri, done) {
      const request = host.analyseApart === undefined ? undefined : service().apartRequest(uri);
      return (
        request &&
        host.analyseApart?.(request, (answer) => {
          service().takeApart(request, answer);
          done();
          statuses.done(uri);
        })
      );
    },
  };
  let diagnostics: Diagnostics = publisher(connection, diagnosticsSource);
  const beside = filesBeside(service, host, (uri) => diagnostics.refresh(uri));
  const guard = <A extends unknown[], R>(name: string, fallback: R, handler: (...args: A) => R): ((...args: A) => R) =>
    guarded(connection, name, fallback, handler);

  connection.onInitialize((params): InitializeResult => {
    const options = readClientOptions(params);
    client = params.capabilities;
    const workspace = params.capabilities.workspace;
    canConfigure = workspace?.configuration === true;
    canRegister = workspace?.didChangeConfiguration?.dynamicRegistration === true;
    canWatch = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    if (canPull(client)) diagnostics = puller(connection, diagnosticsSource);
    canShowPages = options.rulePages === true;
    canConvertLineEnds = options.convertLineEnds === true;
    renameCommand = options.renameCommand;
    canCreateFiles = workspace?.workspaceEdit?.resourceOperations?.includes('create') === true;
    initialSettings = options.settings;
    serviceOptions = {
      locale: options.language ?? params.locale,
      settings: readSettings(initialSettings),
      snippets: options.snippets ?? true,
      suggestCommand: options.suggestCommand,
      analysedApart: host.analyseApart !== undefined,
      referencesCommand: options.referencesCommand,
      tokenDetail: options.grammar === true ? 'names' : 'all',
      snippetSupport: params.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true,
    };
    gate.initialized();
    return {
      serverInfo: { name: 'iptables-language-server', version },
      capabilities: {
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        ...navigationCapabilities,
        hoverProvider: true,
        completionProvider: { triggerCharacters: [...completionTriggers], resolveProvider: true },
        ...annotationCapabilities,
        ...formattingCapabilities,
        ...(canPull(client) ? pullCapabilities : {}),
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, ...refactoringKinds, fixAllKind] },
      },
    };
  });

  connection.onRequest(refused, (params: unknown) => gate.refusal(params));
  connection.onInitialized(() => {
    // The client has its answer, and its first document comes next.
    service();
    if (canRegister) orLogged(connection.client.register(DidChangeConfigurationNotification.type, { section: 'iptables' }));
    if (canConfigure) void pullSettings();
    if (folders.length > 0) readFolders();
    if (client.workspace?.workspaceFolders !== true) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      folders = [...new Set([...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)])];
      readFolders();
    });
  });

  /** Reads what the workspace's folders have, and has the client tell of changes there. */
  function readFolders(): void {
    if (host.readSetFiles === undefined) return;
    orLogged(readSets());
    if (!canWatch || watches) return;
    watches = true;
    const watchers = [...setFilePatterns, ...filesBesidePatterns].map((globPattern) => ({ globPattern }));
    orLogged(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }

  /** What a client refuses, or a disk does not give, must not end the server. */
  function orLogged(work: Promise<unknown>): void {
    work.catch((error: unknown) => connection.console.warn(String(error)));
  }

  async function readSets(): Promise<void> {
    const asked = folders;
    const found = (await host.readSetFiles?.(asked)) ?? [];
    if (asked !== folders) return;
    service().setSetFiles(found);
    for (const uri of service().openFiles()) announce(uri);
  }

  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) beside.changedOnDisk(uri);
    if (changes.some(({ uri }) => setFileName.test(uri.slice(uri.lastIndexOf('/') + 1)))) orLogged(readSets());
  });

  async function pullSettings(): Promise<void> {
    try {
      configure(await connection.workspace.getConfiguration('iptables'));
    } catch (error) {
      connection.console.warn(`The client gave no settings: ${String(error)}`);
    }
  }

  function configure(value: unknown): void {
    service().configure(readSettings(value ?? initialSettings));
    for (const uri of service().openFiles()) announce(uri, 'settings');
    refreshAnnotations(connection, client);
  }

  function announce(uri: string, cause?: 'settings'): void {
    diagnostics.refresh(uri);
    void connection.sendNotification(requests.statusChanged, { uri, ...(cause && { cause }) });
  }

  function announceChange(uri: string): void {
    diagnostics.changed(uri);
    void connection.sendNotification(requests.statusChanged, { uri });
  }

  connection.onDidChangeConfiguration((params) => {
    if (canConfigure) void pullSettings();
    else configure((params?.settings as { iptables?: unknown } | null | undefined)?.iptables);
  });

  connection.onDidOpenTextDocument(
    guard('didOpen', undefined, ({ textDocument }) => {
      versions.set(textDocument.uri, textDocument.version);
      service().open(textDocument.uri, textDocument.text);
      if (!isWarm) warmUp(warmUpSource);
      isWarm = true;
      announceChange(textDocument.uri);
      beside.opened(textDocument.uri);
    }),
  );
  connection.onDidChangeTextDocument(
    guard('didChange', undefined, ({ textDocument, contentChanges }) => {
      // A change of a document that is not open is none of ours; taken, it would stay for ever.
      if (!versions.has(textDocument.uri)) return;
      versions.set(textDocument.uri, textDocument.version);
      service().change(
        textDocument.uri,
        contentChanges.map((change) => ('range' in change ? { range: change.range, newText: change.text } : { newText: change.text })),
      );
      announceChange(textDocument.uri);
      beside.changed(textDocument.uri);
    }),
  );
  connection.onDidCloseTextDocument(
    guard('didClose', undefined, ({ textDocument }) => {
      if (!versions.delete(textDocument.uri)) return;
      service().close(textDocument.uri);
      statuses.forget(textDocument.uri);
      diagnostics.clear(textDocument.uri);
      beside.closed(textDocument.uri);
    }),
  );

  connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) =>
    diagnostics.pull(textDocument.uri, previousResultId, token),
  );
  connection.onHover(guard('hover', null, ({ textDocument, position }) => service().hover(textDocument.uri, position) ?? null));
  connection.onCompletion(
    guard('completion', null as CompletionList | null, ({ textDocument, position }) => service().complete(textDocument.uri, position)),
  );
  connection.onCompletionResolve((item) => guard('completion resolve', item, () => service().resolveCompletion(item))());
  handleAnnotations({ connection, service, client: () => client, guard });
  connection.onCodeAction(
    guard('codeAction', null, ({ textDocument, range, context }) =>
      service().codeActions({
        uri: textDocument.uri,
        version: versions.get(textDocument.uri),
        range,
        only: context.only,
        canShowPages,
        canConvertLineEnds,
        canCreateFiles,
        renameCommand,
      }),
    ),
  );

  handleFormatting({ connection, service, guard });
  handleNavigation({ connection, service, client: () => client, version: (uri) => versions.get(uri), guard });

  connection.onRequest(
    requests.documentStatus,
    guard('documentStatus', null, ({ textDocument }) => statuses.answer(textDocument.uri, service().status(textDocument.uri))),
  );
  connection.onRequest(
    requests.rulePage,
    guard('rulePage', null, ({ code, language }) => service().rulePage(code, asLanguage(language)) ?? null),
  );
  connection.onRequest(
    requests.pasteAsRules,
    guard('pasteAsRules', null, ({ textDocument, ...request }) => service().pasteAsRules(textDocument.uri, request) ?? null),
  );
  connection.onRequest(
    requests.copyAsCommands,
    guard('copyAsCommands', null, ({ textDocument, range }) => service().copyAsCommands(textDocument.uri, range) ?? null),
  );
  connection.onRequest(
    requests.exemptServices,
    guard('exemptServices', [], () => [...service().exemptServices()]),
  );
  connection.onRequest(
    requests.exemptUdpService,
    guard('exemptUdpService', null, ({ textDocument, ...request }) => {
      const edits = service().exemptService(textDocument.uri, request);
      if (edits === undefined) return null;
      const version = versions.get(textDocument.uri) ?? null;
      return {
        documentChanges: [
          { textDocument: { uri: textDocument.uri, version }, edits: edits.map(({ range, newText }) => ({ range, newText })) },
        ],
      };
    }),
  );
}

/** What is not of the right kind counts as not said. */
function readClientOptions(params: InitializeParams): ClientOptions {
  const given: unknown = params.initializationOptions;
  if (typeof given !== 'object' || given === null) return {};
  const kept = Object.entries(given).filter(([name, value]) => name === 'settings' || typeof value === kinds[name]);
  return Object.fromEntries(kept);
}

const kinds: Readonly<Record<string, 'string' | 'boolean'>> = {
  language: 'string',
  snippets: 'boolean',
  suggestCommand: 'string',
  referencesCommand: 'string',
  renameCommand: 'string',
  grammar: 'boolean',
  rulePages: 'boolean',
  convertLineEnds: 'boolean',
};

function asLanguage(value: string | undefined): Language | undefined {
  return value === 'en' || value === 'ja' ? value : undefined;
}
