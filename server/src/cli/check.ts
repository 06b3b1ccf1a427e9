import { readFileSync, writeFileSync } from 'node:fs';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { fixAll } from '../features/code-actions';
import { diagnose } from '../features/diagnostics';
import { RulesFile } from '../model/rules-file';
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
  const parsed = readArguments(args, process.env);
  if (typeof parsed === 'string') {
    process.stderr.write(`iptables-language-server check: ${parsed}\n\n${usage}`);
    return 2;
  }
  let status = 0;
  const reports: FileReport[] = [];
  for (const file of parsed.files) {
    const report = checkFile(file, parsed);
    if (report === undefined) {
      status = 2;
      continue;
    }
    reports.push(report);
    if (status === 0 && report.diagnostics.some((diagnostic) => diagnostic.severity === DiagnosticSeverity.Error)) status = 1;
  }
  await print(reports, parsed);
  return status;
}

function checkFile(name: string, options: CheckArguments): FileReport | undefined {
  let text: string;
  try {
    text = readFileSync(name === '-' ? 0 : name, 'utf8');
  } catch (error) {
    process.stderr.write(`iptables-language-server: ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
  const { settings, language } = options;
  let file = openFile(name, text, options);
  if (options.fix) {
    const mended = applyEdits(text, fixAll(file, settings));
    if (name === '-') process.stdout.write(mended);
    else if (mended !== text) writeFileSync(name, mended);
    file = openFile(name, mended, options);
  }
  return { file: name, diagnostics: diagnose(file, name, settings, language) };
}

function openFile(name: string, text: string, { settings }: CheckArguments): RulesFile {
  return new RulesFile(text, { name: name === '-' ? undefined : name, family: settings.family === 'auto' ? undefined : settings.family });
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
      text += `    ${file}:${location.range.start.line + 1}:${location.range.start.character + 1}: ${words}\n`;
    }
  }
  return text;
}

const severityNames: Record<DiagnosticSeverity, string> = { 1: 'error', 2: 'warning', 3: 'information', 4: 'hint' };
