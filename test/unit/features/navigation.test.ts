// Every feature of navigation at many places of real-style rulesets and of texts that nobody means: none throws, and every
// range that is given lies in the file.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DocumentSymbol, Range } from 'vscode-languageserver-types';
import { createLanguageService } from '../../../server/src/service';

const folder = join(process.cwd(), 'test', 'fixtures', 'rulesets');
const rulesets = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

const nonsense = [
  '',
  '\n',
  '\r\n\r\n',
  '*\n:\n-A\n-N\n-E\n-j\nCOMMIT',
  '*filter\n:A\n-E A\n-E A B\n-X\n-A B -j B -j C -g B\nCOMMIT\nCOMMIT\n*filter\n',
  '-A INPUT -j X\n:X - [0:0]\n# https://\n#region\n',
  '*filter\n-A "un closed -j X\n-A INPUT -m comment --comment "\n-A "" -j ""\n:"" -\n',
  '\ufeff*filter\n-A INPUT\u00a0-j\u00a0X\n–A INPUT –j “X”\n*filter\nCOMMIT \n',
  '*filter\n[5:6 -A INPUT -j X\n-6 -4 -A X\n-AX -jX\n--append=X --jump=\n',
].map((text, index) => ({ name: `nonsense ${index}`, text }));

for (const { name, text } of [...rulesets, ...nonsense]) {
  test(`navigation in ${name}`, () => {
    const service = createLanguageService();
    const uri = `file:///etc/${encodeURIComponent(name)}`;
    service.open(uri, text);
    service.setSetFiles([{ uri: 'file:///ipset', text: 'create x hash:ip\n' }]);
    const lines = text.split(/\r?\n/);
    const inFile = ({ start, end }: Range): void => {
      assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character));
      for (const { line, character } of [start, end]) assert.ok(line >= 0 && character >= 0 && character <= (lines[line]?.length ?? -1));
    };
    const visit = (symbol: DocumentSymbol): void => {
      assert.ok(symbol.name.trim() !== '');
      inFile(symbol.range);
      inFile(symbol.selectionRange);
      symbol.children?.forEach(visit);
    };
    service.documentSymbols(uri).forEach(visit);
    for (const { location } of service.flatSymbols(uri)) inFile(location.range);
    for (const { range } of service.documentLinks(uri)) inFile(range);
    for (const { startLine, endLine } of service.foldingRanges(uri)) assert.ok(startLine < endLine && endLine < lines.length);
    const step = Math.max(1, Math.floor(text.length / 400));
    for (let line = 0, next = 0; line < lines.length; line++) {
      for (; next <= (lines[line]?.length ?? 0); next += step) {
        const position = { line, character: next };
        for (const place of service.definition(uri, position)) if (place.uri === uri) inFile(place.range);
        for (const { range } of service.references({ uri, position, includeDeclaration: true })) inFile(range);
        for (const { range } of service.documentHighlights(uri, position) ?? []) inFile(range);
        for (const selection of service.selectionRanges(uri, [position])) inFile(selection.range);
        for (const item of service.prepareCallHierarchy(uri, position)) {
          inFile(item.selectionRange);
          for (const { from, fromRanges } of service.incomingCalls(item)) [from.range, ...fromRanges].forEach(inFile);
          for (const { to, fromRanges } of service.outgoingCalls(item)) [to.range, ...fromRanges].forEach(inFile);
        }
        const prepared = service.prepareRename(uri, position);
        if (prepared !== undefined && 'range' in prepared) inFile(prepared.range);
        const renamed = service.rename(uri, position, 'OTHER');
        assert.equal(renamed !== undefined, prepared !== undefined);
        if (renamed !== undefined && !('refusal' in renamed)) for (const { range } of renamed) inFile(range);
      }
      next -= (lines[line]?.length ?? 0) + 1;
    }
  });
}
