import { text } from '../../values';
import type { MatchSpec } from '../schema';

const objectName = text({
  id: 'nfacct-name',
  doc: { en: 'The name of an accounting object, of at most 31 bytes.', ja: 'アカウンティングオブジェクトの名前です(31 バイトまで)。' },
  maxBytes: 31,
  minBytes: 1,
  truncated: 'changed',
  shortRefusal: 'Argument must have a minimum length of 1 characters',
});

/** Named counters. Facts: libxt_nfacct.c, `nfacct_mt_checkentry` in the kernel's xt_nfacct.c. */
export const nfacctMatch: MatchSpec = {
  kind: 'match',
  name: 'nfacct',
  remembers: 'shared',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Counts packets and bytes in a named object, and matches every packet.',
    ja: 'パケット数とバイト数を名前付きのオブジェクトで数えます。すべてのパケットに一致します。',
  },
  doc: {
    en: 'The counters live outside of the ruleset, may be shared by several rules, and survive a reload. The object must be there before the rule is loaded (`nfacct add http`); read it with `nfacct get http`. What stands before the match in the rule decides what is counted. An object with a quota matches only once the quota is used up.',
    ja: 'カウンターはルールセットの外にあり、複数のルールで共有でき、読み込み直しても失われません。オブジェクトはルールの読み込み前に作っておく必要があります(`nfacct add http`)。値は `nfacct get http` で読めます。何を数えるかは、ルールの中でこの match より前の条件で決まります。クォータ付きのオブジェクトは、使い切ってから一致するようになります。',
  },
  options: [
    {
      name: 'nfacct-name',
      required: true,
      values: [{ type: objectName, label: 'name', sample: 'http' }],
      doc: { en: 'The object that counts.', ja: '数えるオブジェクトの名前です。' },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp --dport 80 -m nfacct --nfacct-name http', '-A OUTPUT -p tcp --sport 80 -m nfacct --nfacct-name http'],
      title: { en: 'Counts web traffic in both directions', ja: 'Web の通信量を両方向まとめて数えます' },
      requires: 'the accounting object http (nfacct add http)',
    },
  ],
  source: { man: 'nfacct', file: 'extensions/libxt_nfacct.c', kernel: 'net/netfilter/xt_nfacct.c' },
  since: 'Linux 3.3',
};
