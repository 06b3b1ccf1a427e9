import { mssRange } from '../../values';
import type { MatchSpec } from '../schema';

/** The maximum segment size that a TCP SYN announces. Facts: libxt_tcpmss.c, `tcpmss_mt` in the kernel's xt_tcpmss.c. */
export const tcpmssMatch: MatchSpec = {
  kind: 'match',
  name: 'tcpmss',
  steady: true,
  families: ['ipv4', 'ipv6'],
  protocols: ['tcp'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: 'Matches TCP packets by the maximum segment size that they announce.',
    ja: 'TCP パケットが通知する最大セグメントサイズ(MSS)で判定します。',
  },
  doc: {
    en: 'Only the SYN and the SYN,ACK of a connection announce an MSS; add `--tcp-flags SYN,RST SYN`. A packet without the option does not match, but does with `!`. It is mostly used to keep the `TCPMSS` target from raising a value that is small already, and against SYNs with an absurd one.',
    ja: 'MSS を通知するのは接続時の SYN と SYN,ACK だけなので、`--tcp-flags SYN,RST SYN` と併用します。MSS オプションのないパケットは一致せず、`!` を付けると一致します。もともと小さい値を `TCPMSS` ターゲットで大きくしてしまうのを防ぐ場合や、異常に小さい値の SYN を破棄する場合によく使われます。',
  },
  options: [
    {
      name: 'mss',
      required: true,
      invertible: true,
      values: [{ type: mssRange, label: 'size[:size]', sample: '1361:1536' }],
      doc: { en: 'The announced size, or a range, both ends included.', ja: '通知された MSS、またはその範囲(両端を含む)です。' },
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: ['-A FORWARD -p tcp --tcp-flags SYN,RST SYN -m tcpmss --mss 1361:65535 -j TCPMSS --set-mss 1360'],
      title: { en: 'Lowers the MSS, and never raises one', ja: 'MSS を下げるだけで、上げないようにします' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp --syn -m tcpmss ! --mss 536:65535 -j DROP'],
      title: { en: 'Drops SYNs that ask for tiny segments, or for none', ja: '極端に小さい MSS の SYN と、MSS のない SYN を破棄します' },
    },
  ],
  source: {
    man: 'tcpmss',
    file: 'extensions/libxt_tcpmss.c',
    kernel: 'net/netfilter/xt_tcpmss.c',
    differs: 'A reversed range is refused by both: 1.8.9 says "tcpmss: invalid range given".',
  },
};
