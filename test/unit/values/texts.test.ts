import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chainName,
  commentText,
  logLevel,
  logPrefix,
  mss,
  nflogPrefix,
  queueBalance,
  rejectType,
  rejectTypeName,
  text,
} from '../../../server/src/values';
import { faults, ipv6, offers, prints, takes, tells } from './judge';

test('texts are cut, or refused, by bytes', () => {
  takes(commentText, ['', 'a'.repeat(255), 'あ'.repeat(85)]);
  faults(commentText, `${'a'.repeat(255)}‹b›`, { code: 'value-truncated' });
  faults(commentText, `${'あ'.repeat(85)}‹あ›`, { code: 'value-truncated', says: /258 bytes/ });
  takes(logPrefix, ['a'.repeat(29)]);
  faults(logPrefix, `${'a'.repeat(29)}‹b›`, { code: 'value-truncated' });
  faults(logPrefix, '‹›', { refusal: 'Argument must have a minimum length of 1 characters' });
  takes(nflogPrefix, ['a'.repeat(63)]);
  faults(nflogPrefix, `${'a'.repeat(63)}‹b›`, { code: 'value-truncated', backEnd: 'legacy' });
  faults(nflogPrefix, `${'a'.repeat(63)}‹${'b'.repeat(65)}›`, { code: 'value-truncated' });
  const label = text({ id: 'label', doc: { en: '', ja: '' }, maxBytes: 2, truncated: 'refused', refusal: (value) => `too long: ${value}` });
  faults(label, '‹abc›', { refusal: 'too long: abc' });
  const name = text({ id: 'name', doc: { en: '', ja: '' }, maxBytes: 2, truncated: 'changed' });
  faults(name, 'ab‹c›', { code: 'invalid-value' });
});

test('names of chains', () => {
  takes(chainName, ['KUBE-SVC-XYZ', 'a'.repeat(28), 'あいう']);
  faults(chainName, `‹${'a'.repeat(29)}›`, { refusal: `chain name \`${'a'.repeat(29)}' too long (must be under 29 chars)` });
  faults(chainName, '‹-›x', { refusal: "chain name not allowed to start with `-'", backEnd: 'nft' });
  faults(chainName, 'a‹ ›b', { refusal: "Invalid chain name `a b'" });
});

test('log levels', () => {
  takes(logLevel, ['0', '7', 'debug', 'panic', 'warning', '07']);
  prints(logLevel, { warning: '4', panic: '0', '07': '7' });
  tells(logLevel, { info: 'Level 6: information.' });
  faults(logLevel, '‹warn›', { refusal: 'log level "warn" unknown', suggestion: 'warning' });
  faults(logLevel, '‹DEBUG›', { refusal: 'log level "DEBUG" unknown', suggestion: 'debug' });
  faults(logLevel, '‹8›', { refusal: 'log level "8" unknown' });
});

test('answers of REJECT, by family', () => {
  takes(rejectType, ['icmp-port-unreachable', 'tcp-reset', 'host-unreach', 'icmp-net', 'TCP-RST']);
  takes(rejectType, ['icmp6-adm-prohibited', 'no-route', 'tcp-reset'], ipv6);
  faults(rejectType, '‹icmp6-no-route›', { refusal: 'unknown reject type "icmp6-no-route"' });
  faults(rejectType, '‹tcp-rest›', { refusal: 'unknown reject type "tcp-rest"', suggestion: 'tcp-reset' });
  assert.equal(rejectTypeName('icmp-host', 'ipv4'), 'icmp-host-unreachable');
  assert.ok(offers(rejectType, '', ipv6).every((value) => value.startsWith('icmp6-') || value === 'tcp-reset'));
});

test('segment sizes and queues', () => {
  takes(mss, ['0', '65515']);
  takes(mss, ['65495'], ipv6);
  faults(mss, '‹65496›', { refusal: '…: bad value for option "--…", or out of range (0-65495).' }, ipv6);
  takes(queueBalance, ['0:3', ':5', '5:', '0:65534']);
  faults(queueBalance, '‹4:4›', { refusal: '4 should be less than 4' });
  faults(queueBalance, '‹5›', { refusal: 'Bad range "5"' });
  faults(queueBalance, '0:‹65535›', { refusal: '…: bad value for option "--…" near "65535", or out of range (0-65534).' });
});
