// The commands, in one bundle beside the program's: whoever starts the language server does not read it.
export { runCheck } from './check';
export { runConvert } from './convert';
