import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './lsp/server';

// The transport stands on the command line: --stdio, --node-ipc, --socket=PORT.
const connection = createConnection(ProposedFeatures.all);
serve(connection);
connection.listen();
