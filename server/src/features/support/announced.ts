import { CodeActionKind } from 'vscode-languageserver-types';

// What an editor is told before any file is open. It stands apart from the features, so that the answer to `initialize` needs
// nothing of the catalogue.

/** The characters that open a completion list by themselves when they are typed. */
export const completionTriggers: readonly string[] = [' ', '-', '*', ':', ',', '='];

/** What the parts of a value are divided by: typing one of them moves the signature to the next part. */
export const signatureTriggers: readonly string[] = [' ', '=', ',', '/', ':'];

/** What is typed when a line is finished. */
export const formatTrigger = '\n';

/** The kind of the action that takes every fix which keeps what the author meant. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.iptables`;

/** The kinds of refactorings; a client may ask for `refactor`, which is all of them. */
export const refactoringKinds: readonly CodeActionKind[] = [
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  'refactor.move',
  CodeActionKind.RefactorRewrite,
];
