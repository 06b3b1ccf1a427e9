import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConnectionState,
  ctdir,
  ctEvents,
  ctstateList,
  ctstatusList,
  helperName,
  parseStates,
  printStates,
  stateList,
  timeoutPolicy,
  zone,
} from '../../../server/src/values';
import { faults, offers, prints, takes, tells } from './judge';

test('states, abbreviated, in any case', () => {
  takes(stateList, ['NEW', 'new,established', 'E', 'UN,REL', 'I', 'NEW,NEW']);
  takes(ctstateList, ['SNAT', 'd,s', 'RELATED,ESTABLISHED,UNTRACKED']);
  prints(ctstateList, { 'established,related,new': 'NEW,RELATED,ESTABLISHED', 'D,I': 'INVALID,DNAT' });
});

test('states that are refused, as each match says it', () => {
  faults(stateList, '‹ESTABLISED›', { refusal: 'Bad state "ESTABLISED"', suggestion: 'ESTABLISHED' });
  faults(stateList, 'NEW,‹FOO›,REL', { refusal: 'Bad state "FOO,REL"' });
  faults(stateList, '‹DNAT›', { refusal: 'Bad state "DNAT"' });
  faults(stateList, 'NEW‹,›', {
    refusal: '"--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED',
    suggestion: '',
  });
  faults(ctstateList, 'NEW‹,›', { refusal: 'Bad ctstate ""', suggestion: '' });
  faults(ctstateList, 'NEW,‹ ›RELATED', { refusal: 'Bad ctstate " RELATED"', suggestion: '' });
  faults(ctstateList, '‹›', { refusal: 'Bad ctstate ""' });
});

test('states as bits', () => {
  assert.equal(parseStates('NEW,U'), ConnectionState.NEW | ConnectionState.UNTRACKED);
  assert.equal(parseStates('NEW,,U'), undefined);
  assert.equal(parseStates('NEWX'), undefined);
  assert.equal(printStates(ConnectionState.ESTABLISHED | ConnectionState.NEW), 'NEW,ESTABLISHED');
});

test('hovers explain each state, completion offers only the missing ones', () => {
  tells(stateList, { U: '- `UNTRACKED`: conntrack does not look at the packet: NOTRACK or `CT --notrack` in the raw table took it out.' });
  assert.deepEqual(offers(stateList, 'NEW,E,'), ['NEW,E,INVALID', 'NEW,E,RELATED', 'NEW,E,UNTRACKED']);
});

test('statuses and directions', () => {
  takes(ctstatusList, ['ASSURED', 's', 'EXPECTED,CONFIRMED', 'NONE,ASSURED']);
  faults(ctstatusList, 'SEEN‹,›', { refusal: 'Bad ctstatus ""', suggestion: '' });
  faults(ctstatusList, '‹NONE›', { code: 'never-matching-value' });
  prints(ctstatusList, { 'NONE,ASSURED': 'ASSURED', NONE: 'NONE' });
  takes(ctdir, ['ORIGINAL', 'reply']);
  faults(ctdir, '‹ORIG›', { refusal: 'conntrack: Bad value for "--ctdir" option: "ORIG"', suggestion: 'ORIGINAL' });
});

test('values of the CT target', () => {
  takes(zone, ['0', '65535', 'mark', 'MARK']);
  faults(zone, '‹65536›', { refusal: 'Cannot parse 65536 as a zone ID' });
  faults(zone, '‹red›', { refusal: 'Cannot parse red as a zone ID' });
  takes(ctEvents, ['new', 'destroy,new']);
  faults(ctEvents, '‹NEW›', { refusal: 'Unknown event type "NEW"', suggestion: 'new' });
  prints(ctEvents, { 'destroy,new': 'new,destroy' });
  takes(helperName, ['ftp', 'Q.931']);
  faults(helperName, 'abcdefghijklmno‹p›', { code: 'invalid-value' });
  takes(timeoutPolicy, ['a'.repeat(31)]);
});
