import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const vsctm = require('vscode-textmate'); const onig = require('vscode-oniguruma');
await onig.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
const reg = new vsctm.Registry({ onigLib: Promise.resolve({ createOnigScanner: s => new onig.OnigScanner(s), createOnigString: s => new onig.OnigString(s) }),
  loadGrammar: async () => JSON.parse(readFileSync('syntaxes/iptables.tmLanguage.json','utf8')) });
const g = await reg.loadGrammar('source.iptables');
const themes = { dark: { bg:'#1e1e1e', fg:'#d4d4d4', rules: [['comment','#6A9955'],['constant.language','#569cd6'],['constant.numeric','#b5cea8'],['constant.character.escape','#d7ba7d'],['constant.character','#569cd6'],['constant.other.option','#569cd6'],['entity.name.tag','#569cd6'],['entity.other.attribute-name','#9cdcfe'],['invalid','#f44747'],['storage','#569cd6'],['string','#ce9178'],['string.regexp','#d16969'],['support.function','#DCDCAA'],['entity.name.function','#DCDCAA'],['support.class','#4EC9B0'],['support.type','#4EC9B0'],['entity.name.type','#4EC9B0'],['entity.name.namespace','#4EC9B0'],['entity.name.class','#4EC9B0'],['keyword.control','#C586C0'],['keyword','#569cd6'],['keyword.operator','#d4d4d4'],['keyword.operator.expression','#569cd6'],['keyword.other.unit','#b5cea8'],['variable','#9CDCFE'],['variable.language','#569cd6'],['variable.other.constant','#4FC1FF'],['entity.name.label','#C8C8C8']] },
 light: { bg:'#ffffff', fg:'#000000', rules: [['comment','#008000'],['constant.language','#0000ff'],['constant.numeric','#098658'],['constant.character.escape','#EE0000'],['invalid','#cd3131'],['string','#a31515'],['support.function','#795E26'],['entity.name.function','#795E26'],['support.class','#267f99'],['support.type','#267f99'],['entity.name.type','#267f99'],['entity.name.namespace','#267f99'],['keyword.control','#AF00DB'],['keyword','#0000ff'],['keyword.operator','#000000'],['keyword.operator.expression','#0000ff'],['keyword.other.unit','#098658'],['variable','#001080'],['variable.language','#0000ff'],['variable.other.constant','#0070C1']] } };
const t = themes[process.argv[3] ?? 'dark'];
const color = scopes => { for (let i=scopes.length-1;i>=0;i--) { let best; for (const [s,c] of t.rules) if (scopes[i]===s || scopes[i].startsWith(s+'.')) if (!best || s.length>best[0].length) best=[s,c]; if (best) return best[1]; } return t.fg; };
let st = vsctm.INITIAL; let html='';
const [from,to] = (process.argv[4] ?? '0,60').split(',').map(Number);
for (const [n,line] of readFileSync(process.argv[2],'utf8').split('\n').entries()) { const r = g.tokenizeLine(line, st); st = r.ruleStack; if (n<from||n>=to) continue;
  html += `<span style="color:#858585">${String(n+1).padStart(4)}  </span>` + r.tokens.map(k => `<span style="color:${color(k.scopes)}">${line.slice(k.startIndex,k.endIndex).replace(/&/g,'&amp;').replace(/</g,'&lt;')}</span>`).join('') + '\n';
  if (process.argv[5]) console.log(line + '\n' + r.tokens.map(k => '   ' + JSON.stringify(line.slice(k.startIndex,k.endIndex)) + ' ' + k.scopes.slice(1).join(' ')).join('\n')); }
writeFileSync('/tmp/render/out.html', `<meta charset=utf8><body style="background:${t.bg};margin:8px"><pre style="font:13px/18px 'DejaVu Sans Mono',monospace;color:${t.fg}">${html}</pre>`);
