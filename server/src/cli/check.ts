import { readFileSync, writeFileSync } from 'node:fs';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { fixAll } from '../features/code-actions';
import { diagnose, isLarge, shownFindings } from '../features/diagnostics';
import { words } from '../l10n/words';
import type { Sibling } from '../model/rules-file';
import { RulesFile } from '../model/rules-file';
import { siblingName } from '../model/sibling-name';
import { applyEdits } from '../text/lines';
import type { CheckArguments } from './arguments';
import { readArguments } from './arguments';
import { usage } from './usage';

/** The findings of one file. */
interface FileReport {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs `check`; gives the exit status: 0 no errors, 1 errors, 2 wrong usage or an unreadable file. */
export async function runCheck(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    return 0;
  }
  const parsed = readArguments(args, process.env);
  if (typeof parsed === 'string') {
    process.stderr.write(`iptables-language-server check: ${parsed}\n\n${usage}`);
    return 2;
  }
  let status = 0;
  const reports: FileReport[] = [];
  const open = opener(parsed);
  for (const name of parsed.files) {
    const file = open(name);
    if (file === undefined) {
      status = 2;
      continue;
    }
    const report = { file: name, diagnostics: diagnosticsOf(file, name, parsed) };
    reports.push(report);
    if (status === 0 && report.diagnostics.some((diagnostic) => diagnostic.severity === DiagnosticSeverity.Error)) status = 1;
  }
  await print(reports, parsed);
  return status;
}

/** What is to be said of a file; of a large one without what only an analysis of its ruleset tells, unless that was asked for. */
function diagnosticsOf(file: RulesFile, name: string, { settings, language, ruleset }: CheckArguments): Diagnostic[] {
  const skipped = ruleset === 'auto' && isLarge(file);
  if (skipped) process.stderr.write(`iptables-language-server: ${name}: ${words.rulesetSkipped[language]}\n`);
  const findings = shownFindings(file, settings, skipped || ruleset === 'never' ? 'none' : 'now');
  return diagnose(file, name, settings, language, findings);
}

/**
 * Opens files, mended where that is asked for. Two that are one host's, `rules.v4` and `rules.v6`, are kept, since each is held
 * against the other.
 */
function opener(options: CheckArguments): (name: string) => RulesFile | undefined {
  const kept = new Map<string, RulesFile | undefined>();
  const open = (name: string): RulesFile | undefined => {
    const other = siblingName(name);
    if (other === undefined || !options.files.includes(other)) return openFile(name, options);
    if (!kept.has(name))
      kept.set(
        name,
        openFile(name, options, () => siblingOf(other)),
      );
    return kept.get(name);
  };
  const siblingOf = (name: string): Sibling | undefined => {
    const file = open(name);
    return file && { uri: name, file };
  };
  return open;
}

function openFile(name: string, options: CheckArguments, sibling?: () => Sibling | undefined): RulesFile | undefined {
  let text: string;
  try {
    text = readFileSync(name === '-' ? 0 : name, 'utf8');
  } catch (error) {
    process.stderr.write(`iptables-language-server: ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
  const { settings } = options;
  const file = new RulesFile(text, {
    name: name === '-' ? undefined : name,
    family: settings.family === 'auto' ? undefined : settings.family,
    sshPorts: settings.sshPorts,
    templates: settings.templates,
    sibling,
  });
  if (!options.fix) return file;
  const mended = applyEdits(text, fixAll(file, settings));
  if (name === '-') process.stdout.write(mended);
  else if (mended !== text) writeFileSync(name, mended);
  return file.withText(mended);
}

function print(reports: readonly FileReport[], { format, fix, files }: CheckArguments): Promise<void> {
  const text = format === 'json' ? `${JSON.stringify(reports, undefined, 2)}\n` : reports.map(textReport).join('');
  const stream = fix && files.includes('-') ? process.stderr : process.stdout;
  return new Promise((done) => {
    stream.write(text, () => done());
  });
}

/** `file:line:col: error[wrong-table] …`, and below it, indented, what iptables says and the places it refers to. */
function textReport({ file, diagnostics }: FileReport): string {
  let text = '';
  for (const diagnostic of diagnostics) {
    const { start } = diagnostic.range;
    const [message, ...more] = String(diagnostic.message).split('\n');
    text += `${file}:${start.line + 1}:${start.character + 1}: ${severityNames[diagnostic.severity ?? 1]}[${diagnostic.code}] ${message}\n`;
    for (const line of more) text += `    ${line}\n`;
    for (const { location, message: words } of diagnostic.relatedInformation ?? []) {
      text += `    ${location.uri}:${location.range.start.line + 1}:${location.range.start.character + 1}: ${words}\n`;
    }
  }
  return text;
}

const severityNames: Record<DiagnosticSeverity, string> = { 1: 'error', 2: 'warning', 3: 'information', 4: 'hint' };
