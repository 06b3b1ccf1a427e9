import { targetNamed } from '../../catalogue/index';
import type { Text } from '../../l10n/text';
import { longestChainName } from '../../model/bind-command';
import { reservedNames } from '../../model/chain-name';
import { isHook } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { isForeignSpace, isTypographicQuote } from '../../syntax/words';
import { byteLength } from '../../values/scan';
import type { NamedChain } from '../support/chain-places';
import { chainPlaces } from '../support/chain-places';

/** Why a chain cannot have a name; `undefined` when it can. */
export function whyNoChainName(file: RulesFile, chain: NamedChain, newName: string): Text | undefined {
  return whyRefused(newName) ?? whyTaken(file, chain, newName);
}

/** Why a chain keeps its name; `undefined` when it need not. */
export function whyFixed(file: RulesFile, { name }: NamedChain): Text | undefined {
  if (isHook(name)) {
    return {
      en: `\`${name}\` is a built-in chain: the kernel calls it by this name, so it cannot be renamed.`,
      ja: `\`${name}\` は組み込みチェインです。カーネルがこの名前で呼び出すため、名前を変えることはできません。`,
    };
  }
  if (file.loadedOnTop && /^ufw6?-/.test(name)) {
    return {
      en: `\`${name}\` is made by ufw, which calls it by this name, so it cannot be renamed here.`,
      ja: `\`${name}\` は ufw が作り、この名前で呼び出すチェインです。ここで名前を変えることはできません。`,
    };
  }
  return undefined;
}

/** Why no chain can have a name (`assert_valid_chain_name` in iptables/xshared.c, and how restore files are cut into words). */
function whyRefused(name: string): Text | undefined {
  if (name === '') return { en: 'Enter a name for the chain.', ja: 'チェインの名前を入力してください。' };
  if (byteLength(name) > longestChainName) {
    return {
      en: `The name has ${byteLength(name)} bytes, and a chain's name has at most ${longestChainName}. Shorten it.`,
      ja: `この名前は ${byteLength(name)} バイトです。チェイン名は ${longestChainName} バイトまでです。短くしてください。`,
    };
  }
  const first = name.charAt(0);
  if (first === '-' || first === '!') {
    return {
      en: `A chain's name cannot begin with \`${first}\`. Choose another one.`,
      ja: `チェイン名を \`${first}\` で始めることはできません。別の名前にしてください。`,
    };
  }
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code === 32 || code === 9 || isForeignSpace(code)) {
      return {
        en: "A chain's name cannot contain spaces or control characters. Join its words by `-` or `_`.",
        ja: 'チェイン名に空白や制御文字は使えません。単語は `-` や `_` でつないでください。',
      };
    }
    if (code === 34 || isTypographicQuote(code)) {
      return {
        en: `A chain's name cannot contain \`${name.charAt(at)}\`: iptables-restore takes quotes off where a rule names the chain. Choose another one.`,
        ja: `チェイン名に \`${name.charAt(at)}\` は使えません。ルールの中では、iptables-restore が引用符を取り除いてしまうためです。別の名前にしてください。`,
      };
    }
  }
  if (isHook(name)) {
    return {
      en: `\`${name}\` is the name of a built-in chain. Choose another one.`,
      ja: `\`${name}\` は組み込みチェインの名前です。別の名前にしてください。`,
    };
  }
  if (reservedNames.has(name) || targetNamed(name, 'ipv4') !== undefined || targetNamed(name, 'ipv6') !== undefined) {
    return {
      en: `\`${name}\` is the name of a target and cannot be a chain's. Choose another one.`,
      ja: `\`${name}\` はターゲットの名前なので、チェイン名にはできません。別の名前にしてください。`,
    };
  }
  return undefined;
}

/** Why a name is not free in a chain's table. A jump alone takes it too: it would lead somewhere else afterwards. */
function whyTaken(file: RulesFile, { table }: NamedChain, newName: string): Text | undefined {
  const places = chainPlaces(file, table, newName);
  const place = places.find(({ use }) => use === 'makes') ?? places[0];
  if (place === undefined) return undefined;
  const line = place.line + 1;
  if (place.use === 'makes') {
    return {
      en: `The table already has a chain \`${newName}\` (line ${line}). Choose another name.`,
      ja: `このテーブルにはチェイン \`${newName}\` がすでにあります (${line} 行目)。別の名前にしてください。`,
    };
  }
  return {
    en: `Line ${line} already uses the name \`${newName}\` in this table. Choose another one.`,
    ja: `このテーブルでは、名前 \`${newName}\` を ${line} 行目がすでに使っています。別の名前にしてください。`,
  };
}
