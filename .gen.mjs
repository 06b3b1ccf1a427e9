import { grammarText, grammarPath } from './scripts/generate-grammar.mjs';
import { writeFileSync } from 'node:fs';
const t = await grammarText(); writeFileSync(grammarPath, t); console.log(t.length);
