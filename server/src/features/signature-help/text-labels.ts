import type { SignatureHelp } from 'vscode-languageserver-types';

/** A signature for a client that knows parameters by their text only. */
export function withTextLabels(help: SignatureHelp): SignatureHelp {
  return {
    ...help,
    signatures: help.signatures.map((signature) => ({
      ...signature,
      ...(signature.parameters === undefined
        ? {}
        : {
            parameters: signature.parameters.map((parameter) => ({
              ...parameter,
              label: typeof parameter.label === 'string' ? parameter.label : signature.label.slice(...parameter.label),
            })),
          }),
    })),
  };
}
