import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  multiportList,
  parseMultiport,
  parsePortRange,
  port,
  portRange,
  resolvedPortRange,
  sctpPortRange,
  serviceName,
  servicePort,
  tcpPortRange,
} from '../../../server/src/values';
import { faults, offers, prints, takes, tells } from './judge';

const tcp = { protocol: 6 };
const udp = { protocol: 17 };

test('ports by number and name, and ranges open at either end', () => {
  takes(portRange, ['22', '0', '65535', 'ssh', 'www', '1024:', ':1024', ':', '22:80', 'ssh:http', '0x50', ' 22'], tcp);
  takes(portRange, ['53', 'domain', 'http', '010', '+5', '1:2'], udp);
  takes(sctpPortRange, ['amqp', '80']);
  prints(portRange, { ssh: '22', '1024:': '1024:65535', ':80': '0:80', '22:22': '22' }, tcp);
  prints(portRange, { '010': '10' }, udp);
});

test('a name counts for the protocols that have it', () => {
  faults(portRange, '‹ntp›', { refusal: "invalid port/service `ntp' specified", suggestion: '123', says: /tcp/ }, tcp);
  takes(portRange, ['ntp'], udp);
  takes(resolvedPortRange, ['ntp', 'ssh']);
  faults(portRange, '‹HTTP›', { refusal: "invalid port/service `HTTP' specified", suggestion: 'http' }, tcp);
  faults(portRange, '‹nosuch›', { refusal: 'Port "nosuch" does not resolve to anything.' }, udp);
  faults(portRange, '‹rtmp›', { refusal: 'Port "rtmp" does not resolve to anything.', suggestion: '1' }, udp);
});

test('ports above 65535 are refused by tcp and wrap for udp', () => {
  faults(portRange, '‹65536›', { refusal: "invalid port/service `65536' specified" }, tcp);
  faults(portRange, '‹69999›', { says: /4463/ }, udp);
  faults(portRange, '‹65536›', { says: /port 0/ }, udp);
  faults(portRange, '‹2147483648›', { refusal: 'Port "2147483648" does not resolve to anything.' }, udp);
  faults(portRange, '65535:‹65536›', { refusal: 'Port range 65535-0 is negative.', says: /port 0/ }, udp);
});

test('a leading zero is octal for tcp only', () => {
  faults(portRange, '‹022›', { suggestion: '22', says: /port 18/ }, tcp);
  faults(portRange, '‹080›', { refusal: "invalid port/service `080' specified", suggestion: '80' }, tcp);
  takes(portRange, ['022', '080'], udp);
  takes(tcpPortRange, ['07']);
});

test('other mistakes', () => {
  faults(portRange, '‹80:22›', { refusal: 'invalid portrange (min > max)', suggestion: '22:80' }, tcp);
  faults(portRange, '‹80:22›', { refusal: 'Port range 80-22 is negative.', suggestion: '22:80' }, udp);
  faults(portRange, '‹22-80›', { refusal: "invalid port/service `22-80' specified", suggestion: '22:80' }, tcp);
  faults(portRange, '‹22,80›', { refusal: "invalid port/service `22,80' specified", says: /multiport/ }, tcp);
  faults(portRange, '1:2‹:3›', { refusal: '…: Too many components for option "--…" (max: 2)' }, udp);
  faults(portRange, '‹0x50›', { refusal: 'Port "0x50" does not resolve to anything.', suggestion: '80' }, udp);
  faults(portRange, '‹›', { refusal: "invalid port/service `' specified" }, tcp);
  faults(portRange, '‹›', { says: /port 0/ }, udp);
  faults(port, '‹70000›', { says: /4464/ }, tcp);
});

test('lists of at most fifteen, in which a range counts as two', () => {
  const fifteen = Array.from({ length: 15 }, (_, index) => index + 1).join(',');
  takes(multiportList, ['22', '22,80,443', '22,1000:2000', 'ssh,http', fifteen, '1:2,3:4,5:6,7:8,9:10,11:12,13:14,15'], tcp);
  faults(multiportList, `${fifteen}‹,16›`, { refusal: 'too many ports specified' }, tcp);
  faults(multiportList, `1:2,3:4,5:6,7:8,9:10,11:12,13:14‹,15:16›`, { refusal: 'too many ports specified' }, tcp);
  faults(multiportList, '22,‹5:4›', { refusal: 'invalid portrange specified', suggestion: '4:5' }, tcp);
  faults(multiportList, '‹5:5›', { refusal: 'invalid portrange specified', suggestion: '5' }, tcp);
  faults(multiportList, '22,‹1024:›', { refusal: "invalid port/service `' specified", suggestion: '1024:65535' }, tcp);
  faults(multiportList, '22‹,›', { refusal: "invalid port/service `' specified" }, tcp);
  faults(multiportList, '22,‹022›', { suggestion: '22', says: /port 18/ }, tcp);
  faults(multiportList, '22,‹ntp›', { refusal: "invalid port/service `ntp' specified", suggestion: '123' }, tcp);
  prints(multiportList, { 'ssh,http:https': '22,80:443' }, tcp);
  assert.deepEqual(parseMultiport('22,80:90', 6), [
    { from: 22, to: 22 },
    { from: 80, to: 90 },
  ]);
});

test('hovers and offers know services', () => {
  tells(portRange, { '22': 'Port 22: ssh.', '4711': 'Port 4711.', '1:9': 'Ports 1 to 9: 9 ports.' }, tcp);
  tells(portRange, { '694': 'Port 694: heartbeat.', '5405': 'Port 5405: corosync.' }, udp);
  tells(multiportList, { '22,80': 'Ports 22 (ssh), 80 (http).' }, tcp);
  assert.equal(offers(portRange, '', tcp)[0], 'ssh');
  assert.equal(offers(portRange, '', udp)[0], 'domain');
  assert.ok(!offers(portRange, '', udp).includes('corosync'), 'iptables does not resolve corosync');
});

test('services by name and by port', () => {
  assert.equal(servicePort('https', 6), 443);
  assert.equal(servicePort('https', 132), undefined);
  assert.equal(servicePort('corosync', 17), undefined);
  assert.equal(serviceName(5405, 17), 'corosync');
  assert.equal(serviceName(53, undefined), 'domain');
  assert.deepEqual(parsePortRange('1024:', 6), { from: 1024, to: 65535 });
  assert.equal(parsePortRange('70000', 17), undefined);
});
