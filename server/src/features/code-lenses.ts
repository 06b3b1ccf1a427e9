import type { CodeLens, Location } from 'vscode-languageserver-types';
import type { Language, Text } from '../l10n/text';
import { countOf } from '../l10n/words';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { rangeOf } from '../text/position';
import type { CodeLensSettings } from './settings';
import { mostLinesWithLenses } from './support/limits';

/** What a client can do with code lenses. */
export interface CodeLensOptions {
  /** The client's command that shows places; it takes a URI, a position and locations. Without one the lenses only say how many there are. */
  readonly showReferences?: string | undefined;
}

/** Above each chain's declaration: how many rules jump to it, or what becomes of the packets that no rule of it decides. */
export function codeLenses(
  file: RulesFile,
  uri: string,
  shown: CodeLensSettings,
  language: Language,
  options: CodeLensOptions,
): CodeLens[] {
  if (file.lineCount > mostLinesWithLenses || (!shown.references && !shown.policy)) return [];
  return file.resolution().sections.flatMap((section) => lensesOf(file, uri, section, shown, language, options));
}

function lensesOf(
  file: RulesFile,
  uri: string,
  section: Section,
  shown: CodeLensSettings,
  language: Language,
  options: CodeLensOptions,
): CodeLens[] {
  const jumps = jumpsByChain(file, uri, section);
  const lenses: CodeLens[] = [];
  for (const chain of section.chains.values()) {
    const record = file.records[chain.declared];
    if (record === undefined) continue;
    const range = rangeOf(chain.declared, { start: record.chainStart, end: record.chainEnd });
    if (chain.builtin) {
      if (shown.policy && chain.policy !== undefined)
        lenses.push({ range, command: { title: policyTitle(chain, !file.isUncertain)[language], command: '' } });
    } else if (shown.references) {
      const places = jumps.get(chain.id) ?? [];
      const title = referencesTitle(places.length)[language];
      const canShow = options.showReferences !== undefined && places.length > 0;
      lenses.push({
        range,
        command: canShow ? { title, command: options.showReferences ?? '', arguments: [uri, range.start, places] } : { title, command: '' },
      });
    }
  }
  return lenses.sort((a, b) => a.range.start.line - b.range.start.line);
}

function jumpsByChain(file: RulesFile, uri: string, section: Section): ReadonlyMap<number, Location[]> {
  const jumps = new Map<number, Location[]>();
  for (const jump of section.jumps) {
    const record = file.records[jump.line];
    if (record === undefined) continue;
    const location = { uri, range: rangeOf(jump.line, { start: record.jumpStart, end: record.jumpEnd }) };
    const list = jumps.get(jump.to);
    if (list === undefined) jumps.set(jump.to, [location]);
    else list.push(location);
  }
  return jumps;
}

function referencesTitle(count: number): Text {
  if (count === 0) return { en: 'no references', ja: '参照なし' };
  return countOf(count, 'reference', 'references', (shown) => `参照 ${shown} 件`);
}

/**
 * The policy with what it is for. The number of rules is not always certain.
 * @param counted The rules of the file are those that will be loaded: it is no template.
 */
function policyTitle(chain: Chain, counted: boolean): Text {
  const policy: Text = { en: `policy ${chain.policy}`, ja: `ポリシー ${chain.policy}` };
  if (chain.count < 0 || !counted) return policy;
  const rules = countOf(chain.count, 'rule', 'rules', (shown) => `ルール ${shown} 個`);
  return { en: `${policy.en} · ${rules.en}`, ja: `${policy.ja}・${rules.ja}` };
}
