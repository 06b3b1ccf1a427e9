import { integerRange } from '../../values/integer-range';
import type { MatchSpec } from '../schema';

const spi = integerRange({
  id: 'esp-spi',
  max: 0xffffffff,
  doc: {
    en: 'A security parameter index (SPI), or a range, `from:to`; either end may be left out.',
    ja: 'SPI(セキュリティパラメーターインデックス)、または `開始:終了` の範囲です。どちらの端も省略できます。',
  },
});

/** The IPsec encapsulating payload. Facts: libxt_esp.c, the kernel's xt_esp.c. */
export const espMatch: MatchSpec = {
  kind: 'match',
  name: 'esp',
  steady: true,
  families: ['ipv4', 'ipv6'],
  implicitFor: ['esp'],
  protocols: ['esp'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: 'Matches the SPI of IPsec ESP packets.',
    ja: 'IPsec の ESP パケットの SPI で判定します。',
  },
  doc: {
    en: 'It comes with `-p esp` (protocol 50) by itself. Behind NAT, ESP travels inside UDP port 4500 and is not seen as ESP. What came out of the tunnel is matched by `-m policy`.',
    ja: '`-p esp`(プロトコル番号 50)を書けば自動で使えます。NAT を越える場合、ESP は UDP ポート 4500 に包まれるため、ESP としては見えません。トンネルから出てきた中身は `-m policy` で判定します。',
  },
  options: [
    {
      name: 'espspi',
      invertible: true,
      values: [{ type: spi, label: 'spi[:spi]', sample: '0x100:0x1ff' }],
      doc: { en: 'The SPI, or a range of them.', ja: 'SPI、またはその範囲です。' },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p esp --espspi 0x100:0x1ff -j ACCEPT', '-A FORWARD -p esp -m esp ! --espspi 256: -j DROP'],
      title: { en: 'ESP with known SPIs', ja: '既知の SPI を持つ ESP を許可します' },
    },
  ],
  source: {
    man: 'esp',
    file: 'extensions/libxt_esp.c',
    kernel: 'net/netfilter/xt_esp.c',
    differs: 'A reversed range loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};
