import assert from 'node:assert/strict';
import { isIPv4, isIPv6 } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { editDistance } from '../../../server/src/text/similar';
import { nearest } from '../../../server/src/values/fault';
import { ipv4Mask, ipv4PrefixLength, printIpv4, scanIpv4, scanLibcIpv4, scanNumericIpv4 } from '../../../server/src/values/ipv4';
import { ipv6Mask, ipv6PrefixLength, ipv6Words, printIpv6, scanIpv6 } from '../../../server/src/values/ipv6';
import { byteLength, indexOfByte, scanDecimal, scanEnd, scanUnsigned } from '../../../server/src/values/scan';

test('bytes are those of UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.nat(40), (text, limit) => {
      assert.equal(byteLength(text), Buffer.byteLength(text));
      const cut = text.slice(0, indexOfByte(text, limit));
      assert.ok(Buffer.byteLength(cut) <= limit);
      if (cut.length < text.length) assert.ok(Buffer.byteLength(text.slice(0, cut.length + 2)) > limit);
    }),
  );
});

test('numbers end where they end', () => {
  assert.equal(scanUnsigned('x 0x1fg', 1, 7), 31);
  assert.equal(scanEnd, 6);
  assert.equal(scanUnsigned('0x', 0, 2), 0);
  assert.equal(scanEnd, 1);
  assert.equal(scanUnsigned('-1', 0, 2), -1);
  assert.equal(scanUnsigned('18446744073709551616', 0, 20), Number.POSITIVE_INFINITY);
  assert.equal(scanUnsigned('ff', 0, 2, 16), 255);
  assert.equal(scanDecimal(' -12abc', 0, 7), -12);
  assert.equal(scanEnd, 4);
});

test('IPv4 addresses are those of inet_pton, and print as themselves', () => {
  const octets = fc.array(fc.constantFrom('0', '1', '10', '255', '256', '01', '', 'a'), { minLength: 3, maxLength: 5 });
  fc.assert(
    fc.property(octets, (parts) => {
      const text = parts.join('.');
      const address = scanIpv4(text, 0, text.length);
      assert.equal(address >= 0, isIPv4(text), text);
      if (address >= 0) assert.equal(printIpv4(address), text);
    }),
  );
  const read = (text: string): [string, string] => {
    const [numeric, libc] = [scanNumericIpv4(text, 0, text.length), scanLibcIpv4(text, 0, text.length)];
    return [numeric < 0 ? '-' : printIpv4(numeric), libc < 0 ? '-' : printIpv4(libc)];
  };
  assert.deepEqual(read('10.1'), ['10.1.0.0', '10.0.0.1']);
  assert.deepEqual(read('10.0.256'), ['-', '10.0.1.0']);
  assert.deepEqual(read('3232235777'), ['-', '192.168.1.1']);
  assert.deepEqual(read('010.010.010.010'), ['8.8.8.8', '8.8.8.8']);
  assert.deepEqual(read('1.2.3.4.5'), ['-', '-']);
});

test('IPv6 addresses are those of inet_pton, and read as they print', () => {
  const parts = fc.array(fc.constantFrom('0', '1', 'ffff', '2001', 'db8', ':', '::', ':', '12345', '1.2.3.4', 'g'), { maxLength: 16 });
  fc.assert(
    fc.property(parts, (pieces) => {
      const text = pieces.join('');
      assert.equal(scanIpv6(text, 0, text.length), isIPv6(text), text);
    }),
    { numRuns: 2000 },
  );
  const word = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x10000), fc.nat(0xffffffff));
  fc.assert(
    fc.property(word, word, word, word, (a, b, c, d) => {
      const printed = printIpv6([a, b, c, d]);
      assert.ok(isIPv6(printed), printed);
      assert.ok(scanIpv6(printed, 0, printed.length), printed);
      assert.deepEqual([...ipv6Words], [a, b, c, d]);
    }),
  );
  assert.equal(printIpv6([0x20010db8, 0, 0, 1]), '2001:db8::1');
  assert.equal(printIpv6([0, 0, 0xffff, 0x0a000001]), '::ffff:10.0.0.1');
  assert.equal(printIpv6([0, 1, 0, 1]), '::1:0:0:0:1');
});

test('masks and prefix lengths', () => {
  for (let length = 0; length <= 32; length++) assert.equal(ipv4PrefixLength(ipv4Mask(length)), length);
  for (let length = 0; length <= 128; length++) assert.equal(ipv6PrefixLength(ipv6Mask(length)), length);
  assert.equal(ipv4PrefixLength(0xff00ff00), -1);
  assert.equal(ipv6PrefixLength([0xffffffff, 0, 1, 0]), -1);
});

test('the nearest word', () => {
  assert.equal(editDistance('abcd', 'abdc'), 1);
  assert.equal(editDistance('Abcd', 'abcd'), 0.25);
  assert.equal(editDistance('abcdef', 'badcfe'), 3);
  assert.equal(editDistance('abcdef', 'badcfe', 3), 3);
  assert.equal(editDistance('abcdef', 'uvwxyz', 2), Number.POSITIVE_INFINITY);
  assert.equal(editDistance('a'.repeat(200), 'a'.repeat(201)), 1);
  assert.equal(nearest('upd', ['tcp', 'udp']), 'udp');
  assert.equal(nearest('established', ['ESTABLISHED']), 'ESTABLISHED');
  assert.equal(nearest('xyz', ['tcp', 'udp']), undefined);
  assert.equal(nearest('estab', ['ESTABLISHED']), 'ESTABLISHED');
});
