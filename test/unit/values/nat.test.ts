import assert from 'node:assert/strict';
import { test } from 'node:test';
import { natAddressPorts, parseNatTarget, redirectPorts } from '../../../server/src/values';
import { faults, ipv6, prints, takes, tells } from './judge';

test('addresses, ranges and ports to rewrite to', () => {
  takes(natAddressPorts, ['192.0.2.1', '192.0.2.1-192.0.2.9', '192.0.2.1:80', '192.0.2.1:80-90', ':80', '192.0.2.1-192.0.2.9:1000-2000']);
  takes(natAddressPorts, ['192.0.2.1:80-90/8080', '192.0.2.1:http', '192.0.2.1:0x50']);
  takes(
    natAddressPorts,
    ['2001:db8::1', '2001:db8::1-2001:db8::9', '[2001:db8::1]:80', '[2001:db8::1-2001:db8::9]:80-90', '[2001:db8::1]', ':80'],
    ipv6,
  );
  prints(natAddressPorts, { '192.0.2.1-192.0.2.1:http': '192.0.2.1:80', ':80-80': ':80' });
  prints(natAddressPorts, { '[2001:DB8::1]:80': '[2001:db8::1]:80', '[2001:db8::1]': '2001:db8::1' }, ipv6);
  tells(natAddressPorts, { '192.0.2.1:80-90': 'To address 192.0.2.1, ports 80 to 90.' });
});

test('what NAT refuses', () => {
  faults(natAddressPorts, '192.0.2.0‹/24›', { refusal: 'Bad IP address "192.0.2.0/24"' });
  faults(natAddressPorts, '‹host›', { refusal: 'Bad IP address "host"' });
  faults(natAddressPorts, '‹01.2.3.4›', { refusal: 'Bad IP address "01.2.3.4"', suggestion: '1.2.3.4' });
  faults(natAddressPorts, '‹2001:db8::1›', { refusal: 'Bad IP address "2001:db8::1"' });
  faults(natAddressPorts, '192.0.2.1:‹›', { refusal: "Port `' not valid" });
  faults(natAddressPorts, '192.0.2.1:‹65536›', { refusal: "Port `65536' not valid" });
  faults(natAddressPorts, '192.0.2.1:‹90-80›', { refusal: "Port range `80' funky", suggestion: '80-90' });
  faults(natAddressPorts, '192.0.2.1:80‹x›', { refusal: "Garbage after port value: `x'" });
  faults(natAddressPorts, '192.0.2.1:‹http-https›', { refusal: "Port `http-https' not valid", suggestion: '80-443' });
  faults(natAddressPorts, '192.0.2.1:80-‹https›', { refusal: "Port `https' not valid", suggestion: '443' });
  faults(natAddressPorts, '192.0.2.1:80-90/‹0›', { refusal: "Port `0' not valid" });
  faults(natAddressPorts, '‹[192.0.2.1]:80›', { refusal: 'Invalid address format' });
  faults(natAddressPorts, '‹[2001:db8::1›', { refusal: 'Invalid address format' }, ipv6);
  faults(
    natAddressPorts,
    '‹[2001:db8::1]-[2001:db8::9]:80›',
    { refusal: "Port `…' not valid", suggestion: '[2001:db8::1-2001:db8::9]:80' },
    ipv6,
  );
});

test('what NAT loads as something else', () => {
  faults(natAddressPorts, '192.0.2.1:‹022›', { suggestion: '22', says: /port 18/ });
  faults(natAddressPorts, '‹36›:80', { suggestion: '', says: /drops it/ });
  faults(natAddressPorts, '192.0.2.1:80-90/8080‹x›', { suggestion: '' });
  faults(natAddressPorts, '[2001:db8::1]‹80›', { suggestion: ':80' }, ipv6);
  faults(natAddressPorts, '‹x›[2001:db8::1]:80', { suggestion: '' }, ipv6);
  faults(natAddressPorts, '‹192.0.2.9-192.0.2.1›', { code: 'never-matching-value', suggestion: '192.0.2.1-192.0.2.9' });
});

test('ports to redirect to', () => {
  takes(redirectPorts, ['80', '80-90', 'http', '80-80']);
  prints(redirectPorts, { http: '80', '80-80': '80', '0x50-90': '80-90' });
  faults(redirectPorts, '80‹:›90', { refusal: 'Invalid port:port syntax - use dash', suggestion: '-' });
  faults(redirectPorts, '80‹,90›', { refusal: "Garbage after port value: `,90'" });
  faults(redirectPorts, '80-90‹x›', { refusal: "Garbage after port range: `x'" });
  faults(redirectPorts, '‹›', { refusal: "Port `' not valid" });
});

test('what NAT writes, for the analysis', () => {
  assert.deepEqual(parseNatTarget('192.0.2.1:80-90/8080', 'ipv4'), {
    from: [0xc0000201],
    to: [0xc0000201],
    ports: { from: 80, to: 90 },
    basePort: 8080,
  });
  assert.deepEqual(parseNatTarget(':80', 'ipv4'), { ports: { from: 80, to: 80 } });
  assert.equal(parseNatTarget('host', 'ipv4'), undefined);
});
