import { defineRule } from './rule';
import { suggested } from './support/fix';

export const hostBitsSet = defineRule({
  code: 'host-bits-set',
  severity: 'information',
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
  fixes: (finding) => suggested(finding, { automatic: true }),
});
