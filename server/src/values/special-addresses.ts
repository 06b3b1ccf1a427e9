import type { Text } from '../l10n/text';
import type { AddressFamily, AddressSet } from './host-mask';
import { parseHostMask } from './host-mask';

/** A block of addresses with a purpose of its own, from IANA's special-purpose registries. */
interface SpecialBlock {
  readonly prefix: string;
  readonly en: string;
  readonly ja: string;
}

const blocks: Readonly<Record<AddressFamily, readonly SpecialBlock[]>> = {
  ipv4: [
    { prefix: '0.0.0.0/8', en: 'this network (RFC 791)', ja: 'このネットワーク(RFC 791)' },
    { prefix: '10.0.0.0/8', en: 'private (RFC 1918)', ja: 'プライベートアドレス(RFC 1918)' },
    {
      prefix: '100.64.0.0/10',
      en: 'shared address space of carrier-grade NAT (RFC 6598)',
      ja: 'キャリアグレード NAT の共有アドレス(RFC 6598)',
    },
    { prefix: '127.0.0.0/8', en: 'loopback', ja: 'ループバック' },
    { prefix: '169.254.0.0/16', en: 'link-local', ja: 'リンクローカル' },
    { prefix: '172.16.0.0/12', en: 'private (RFC 1918)', ja: 'プライベートアドレス(RFC 1918)' },
    { prefix: '192.0.2.0/24', en: 'reserved for documentation', ja: '文書の例示用' },
    { prefix: '192.88.99.0/24', en: 'former 6to4 relay anycast', ja: '旧 6to4 リレーのエニーキャスト' },
    { prefix: '192.168.0.0/16', en: 'private (RFC 1918)', ja: 'プライベートアドレス(RFC 1918)' },
    { prefix: '198.18.0.0/15', en: 'reserved for benchmarks', ja: 'ベンチマーク用' },
    { prefix: '198.51.100.0/24', en: 'reserved for documentation', ja: '文書の例示用' },
    { prefix: '203.0.113.0/24', en: 'reserved for documentation', ja: '文書の例示用' },
    { prefix: '224.0.0.18/32', en: 'multicast group of VRRP (keepalived)', ja: 'VRRP(keepalived)のマルチキャストグループ' },
    { prefix: '224.0.0.251/32', en: 'multicast group of mDNS', ja: 'mDNS のマルチキャストグループ' },
    { prefix: '224.0.0.0/24', en: 'multicast within the local network', ja: 'ローカルネットワーク内のマルチキャスト' },
    { prefix: '224.0.0.0/4', en: 'multicast', ja: 'マルチキャスト' },
    { prefix: '255.255.255.255/32', en: 'limited broadcast', ja: 'リミテッドブロードキャスト' },
    { prefix: '240.0.0.0/4', en: 'reserved', ja: '予約済み' },
  ],
  ipv6: [
    { prefix: '::/128', en: 'the unspecified address', ja: '未指定アドレス' },
    { prefix: '::1/128', en: 'loopback', ja: 'ループバック' },
    { prefix: '::ffff:0:0/96', en: 'IPv4-mapped', ja: 'IPv4 射影アドレス' },
    { prefix: '64:ff9b::/96', en: 'NAT64', ja: 'NAT64' },
    { prefix: '2001::/32', en: 'Teredo', ja: 'Teredo' },
    { prefix: '2001:db8::/32', en: 'reserved for documentation', ja: '文書の例示用' },
    { prefix: '2002::/16', en: '6to4', ja: '6to4' },
    { prefix: 'fc00::/7', en: 'unique local (RFC 4193)', ja: 'ユニークローカルアドレス(RFC 4193)' },
    { prefix: 'fe80::/10', en: 'link-local', ja: 'リンクローカル' },
    { prefix: 'ff02::/16', en: 'multicast within the link', ja: 'リンク内のマルチキャスト' },
    { prefix: 'ff00::/8', en: 'multicast', ja: 'マルチキャスト' },
  ],
};

/** What the smallest special block around a set of addresses is for; `undefined` outside all of them. */
export function specialPurpose(set: AddressSet, family: AddressFamily): Text | undefined {
  let best: SpecialBlock | undefined;
  let bestLength = -1;
  for (const block of blocks[family]) {
    const around = parseHostMask(block.prefix, family);
    if (around === undefined || around.kind === 'name' || around.length <= bestLength || !isWithin(set, around)) continue;
    best = block;
    bestLength = around.length;
  }
  return best === undefined ? undefined : { en: best.en, ja: best.ja };
}

/** Prefixes to offer where an address is wanted. */
export function commonPrefixes(family: AddressFamily): readonly SpecialBlock[] {
  const offered =
    family === 'ipv4'
      ? ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '224.0.0.0/4']
      : ['::1/128', 'fe80::/10', 'fc00::/7', 'ff00::/8'];
  return blocks[family].filter((block) => offered.includes(block.prefix));
}

/** Whether all addresses of `inner` are in `outer`. */
function isWithin(inner: AddressSet, outer: AddressSet): boolean {
  return outer.mask.every((mask, index) => {
    const innerMask = inner.mask[index] ?? 0;
    return (mask & ~innerMask) === 0 && (((inner.words[index] ?? 0) ^ (outer.words[index] ?? 0)) & mask) === 0;
  });
}

/** `10.0.0.0/8 is 16,777,216 addresses, from … to …`: what a hover says of an address or a prefix. */
export function describeAddressSet(set: AddressSet, family: AddressFamily, print: (words: readonly number[]) => string): Text {
  const purpose = specialPurpose(set, family);
  const tail = purpose === undefined ? { en: '.', ja: '。' } : { en: `: ${purpose.en}.`, ja: `:${purpose.ja}。` };
  const bits = set.words.length * 32;
  if (set.length === bits) {
    return { en: `One address, ${print(set.words)}${tail.en}`, ja: `1 個のアドレス ${print(set.words)}${tail.ja}` };
  }
  if (set.length < 0) {
    return {
      en: `Addresses of which the bits in ${print(set.mask)} are those of ${print(set.words)}${tail.en}`,
      ja: `${print(set.mask)} のビットが ${print(set.words)} と同じアドレス${tail.ja}`,
    };
  }
  if (set.length === 0) return { en: 'Every address.', ja: 'すべてのアドレスです。' };
  const count = 1n << BigInt(bits - set.length);
  const shown = count < 10n ** 15n ? count.toLocaleString('en-US') : `2^${bits - set.length}`;
  const last = set.words.map((word, index) => (word | ~(set.mask[index] ?? 0)) >>> 0);
  return {
    en: `${shown} addresses, ${print(set.words)} to ${print(last)}${tail.en}`,
    ja: `${print(set.words)} から ${print(last)} までの ${shown} 個のアドレス${tail.ja}`,
  };
}
