import { integerRange } from '../../values/integer-range';
import { U16 } from '../../values/scan';
import type { MatchSpec } from '../schema';

const packetLength = integerRange({
  id: 'packet-length',
  max: U16,
  doc: {
    en: 'A number of bytes from 0 to 65535, or a range `from:to`; either end may be left out.',
    ja: '0 から 65535 までのバイト数、または `開始:終了` の範囲です。どちらの端も省略できます。',
  },
});

/** The length of a packet. Facts: libxt_length.c, `length_mt` and `length_mt6` in the kernel's xt_length.c. */
export const lengthMatch: MatchSpec = {
  kind: 'match',
  name: 'length',
  steady: true,
  reads: ['header'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by their length, IP header included.',
    ja: 'IP ヘッダーを含むパケットの長さで判定します。',
  },
  doc: {
    en: 'The length of the whole IP packet counts, with its header and without the Ethernet frame (the man page says otherwise). A bare TCP ACK has 40 bytes or 52 with timestamps (IPv6: 20 more), `ping` without options 84. Packets that the network card or the kernel has put together (GRO, GSO) show the length of the whole.',
    ja: 'IP ヘッダーを含み、イーサネットのヘッダーを含まない、IP パケット全体の長さで判定します(man ページの説明とは異なります)。データのない TCP の ACK は 40 バイト(タイムスタンプ付きで 52 バイト、IPv6 ではさらに 20 バイト)、オプションなしの `ping` は 84 バイトです。ネットワークカードやカーネルが結合したパケット(GRO、GSO)では、結合後の長さになります。',
  },
  options: [
    {
      name: 'length',
      required: true,
      invertible: true,
      values: [{ type: packetLength, label: 'length[:length]', sample: '0:128' }],
      doc: {
        en: 'The length in bytes, or a range, both ends included: `40`, `0:128`, `1400:`.',
        ja: 'バイト数、または範囲(両端を含む)です。`40`、`0:128`、`1400:` のように書きます。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p icmp -m length --length 128: -j DROP', '-A INPUT -p udp --dport 123 -m length ! --length 76 -j DROP'],
      family: 'ipv4',
      title: {
        en: 'Drops large pings, and NTP packets of an unusual length',
        ja: '大きな ping と、長さが通常と異なる NTP パケットを破棄します',
      },
    },
    {
      table: 'mangle',
      rules: ['-A POSTROUTING -p tcp --tcp-flags ALL ACK -m length --length 0:128 -j CLASSIFY --set-class 1:10'],
      title: { en: 'A fast lane for bare acknowledgements', ja: 'データのない ACK を優先クラスに入れます' },
    },
  ],
  source: {
    man: 'length',
    file: 'extensions/libxt_length.c',
    kernel: 'net/netfilter/xt_length.c',
    differs: 'A reversed range loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};
