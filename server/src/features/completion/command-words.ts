import { tableNamed } from '../../catalogue/index';
import { words } from '../../l10n/words';
import { chainsDeclaredAbove } from '../support/sections';
import type { Entry } from './item';
import { escapeForSnippet, kinds } from './item';
import type { RuleSpot, Spot } from './spot';
import { declaredChains, hasManyChains } from './user-chains';

/** What can stand behind a command: chains that exist by then, policies, a rule's number. */
export function commandWordEntries(spot: RuleSpot, at: Extract<Spot, { kind: 'command-word' }>): Entry[] {
  const { place } = spot;
  switch (at.word) {
    case 'policy':
      // In nat, -P refuses DROP.
      return (place.table === 'nat' ? ['ACCEPT'] : ['ACCEPT', 'DROP']).map((name) => ({
        label: name,
        kind: kinds.policy,
        rank: 10,
        subject: ['policy', name, place.family, place.table ?? ''],
      }));
    case 'number':
      return [{ label: '1', kind: kinds.value, rank: 10, detail: words.ruleNumber[spot.request.language] }];
    case 'newName':
      return [];
    case 'chain':
      return chainsFor(spot, at.command.spec.name);
  }
}

function chainsFor(spot: RuleSpot, command: string): Entry[] {
  const { place, request } = spot;
  if (command === 'new-chain') return [];
  const onlyBuiltin = command === 'policy';
  const user = onlyBuiltin ? [] : namesAbove(spot);
  const builtin = tableNamed(place.table ?? '')?.chains ?? [];
  const onlyUser = command === 'delete-chain' || command === 'rename-chain';
  const last = lastChain(spot);
  return [
    ...(onlyUser ? [] : builtin).map(
      (name): Entry => ({
        label: name,
        kind: kinds.builtinChain,
        rank: name === last ? 5 : 10,
        subject: ['chain', name, place.family, place.table ?? ''],
      }),
    ),
    ...user.map((name) => userChain(name, name === last ? 5 : 20, words.userChain[request.language])),
  ];
}

function namesAbove(spot: RuleSpot): readonly string[] {
  const { section } = spot.place;
  if (section === undefined) return [];
  if (hasManyChains(section)) return declaredChains(spot, section).map((chain) => chain.name);
  return chainsDeclaredAbove(spot.request.file, section, spot.request.line);
}

function userChain(name: string, rank: number, detail: string): Entry {
  return { label: name, kind: kinds.userChain, rank, insert: escapeForSnippet(name), detail };
}

/** The chain of the rule above: the next one most often goes there too. */
function lastChain(spot: RuleSpot): string | undefined {
  const { file, line } = spot.request;
  const record = file.records[line - 1];
  return record === undefined || record.chain < 0 ? undefined : file.nameText(record.chain);
}
