import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { replacement, suggested } from './support/fix';

export const hostBitsSet = defineRule({
  code: 'host-bits-set',
  severity: 'information',
  hasAutomaticFix: true,
  title: { en: 'Host bits set', ja: 'ホスト部のビットが立っている' },
  page: {
    en: 'The address has bits behind its mask: `10.1.2.3/8`. iptables masks them off silently and loads `10.0.0.0/8`, all of the network. That is fine where the network is meant; where the one host is, the mask is wrong.',
    ja: 'アドレスに、マスクより後ろのビットが立っています（`10.1.2.3/8` など）。iptables は黙ってマスクし、ネットワーク全体の `10.0.0.0/8` を読み込みます。ネットワークを指すつもりなら問題ありませんが、ホストを指すつもりならマスクが間違っています。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.1.2.3/8 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.0.0.0/8 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ message }) => message,
  // `/0.0.0.255` is another program's way to write `/24`: what it loads as is not what was meant.
  fixes: (finding) => (/\/0\./.test(finding.value) ? invertedMask(finding) : suggested(finding, { automatic: true })),
});

/** The prefix that an inverted mask means: `/0.0.0.255` is `/24`. */
function invertedMask(finding: Finding<'host-bits-set'>): readonly Fix[] {
  const [address, mask] = finding.value.split('/');
  const octets = (mask ?? '').split('.').map(Number);
  const bits = octets.reduce((all, octet) => all * 256 + octet, 0);
  const length = 32 - Math.log2(bits + 1);
  if (address === undefined || octets.length !== 4 || !Number.isInteger(length)) return suggested(finding);
  return [{ ...replacement(finding, `${address}/${length}`), preferred: false }];
}
