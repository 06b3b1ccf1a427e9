import { hostMask, policyProtocol } from '../../values';
import { uint32 } from '../../values/integer';
import { oneOf } from '../../values/one-of';
import type { ExtensionUse, MatchSpec, OptionUse, UseFault } from '../schema';

const direction = oneOf(
  [
    {
      value: 'in',
      doc: {
        en: 'How the packet was decrypted when it came; for PREROUTING, INPUT and FORWARD.',
        ja: '届いたときの復号のされ方です。PREROUTING、INPUT、FORWARD で使います。',
      },
    },
    {
      value: 'out',
      doc: {
        en: 'How it will be encrypted when it leaves; for FORWARD, OUTPUT and POSTROUTING.',
        ja: '出ていくときの暗号化のされ方です。FORWARD、OUTPUT、POSTROUTING で使います。',
      },
    },
  ],
  {
    id: 'policy-direction',
    doc: { en: '`in` or `out`.', ja: '`in` または `out` です。' },
    refusal: (word) => `policy_match: invalid dir "${word}"`,
  },
);

const kind = oneOf(
  [
    { value: 'ipsec', doc: { en: 'IPsec handles the packet.', ja: 'IPsec で処理されるパケットです。' } },
    { value: 'none', doc: { en: 'IPsec has nothing to do with the packet.', ja: 'IPsec の対象でないパケットです。' } },
  ],
  {
    id: 'policy-kind',
    doc: { en: '`ipsec` or `none`.', ja: '`ipsec` または `none` です。' },
    refusal: (word) => `policy match: invalid policy "${word}"`,
  },
);

const mode = oneOf(
  [
    { value: 'tunnel', doc: { en: 'The whole packet is packed into another.', ja: 'パケット全体を別のパケットに包みます。' } },
    { value: 'transport', doc: { en: 'Only the payload is encrypted.', ja: 'ペイロードだけを暗号化します。' } },
  ],
  {
    id: 'policy-mode',
    doc: { en: '`tunnel` or `transport`.', ja: '`tunnel` または `transport` です。' },
    refusal: (word) => `policy match: invalid mode "${word}"`,
  },
);

/** The IPsec policy of a packet. Facts: libxt_policy.c, `policy_mt` in the kernel's xt_policy.c. */
export const policyMatch: MatchSpec = {
  kind: 'match',
  name: 'policy',
  steady: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by whether and how IPsec handles them.',
    ja: 'IPsec で処理されるかどうか、どのように処理されるかで判定します。',
  },
  doc: {
    en: [
      'After decryption a packet passes the chains once more, in the clear; `-m policy --dir in --pol ipsec` tells it from one that came unprotected. On the way out, `--dir out --pol ipsec` matches what will be encrypted: exempt it from `MASQUERADE`, or it will no longer fit its policy.',
      '`--dir` is needed. `in` can stand in `PREROUTING`, `INPUT` and `FORWARD`, `out` in `FORWARD`, `OUTPUT` and `POSTROUTING`.',
      'Further options describe one transformation (a "policy element"): with several of them on a packet (IPComp inside of ESP), it is enough that one fits. With `--strict` all must fit, in order and number; `--next` then begins the next one, and up to four can be described.',
    ].join('\n\n'),
    ja: [
      '復号されたパケットは、平文としてもう一度チェーンを通ります。`-m policy --dir in --pol ipsec` を使うと、保護されずに届いたパケットと区別できます。送信側では、`--dir out --pol ipsec` がこれから暗号化されるパケットに一致します。`MASQUERADE` から除外しないと、アドレスが変わってポリシーに合わなくなります。',
      '`--dir` は必須です。`in` は `PREROUTING`、`INPUT`、`FORWARD` で、`out` は `FORWARD`、`OUTPUT`、`POSTROUTING` で使えます。',
      'ほかのオプションは 1 つの変換(ポリシー要素)を表します。1 つのパケットに複数の変換(IPComp と ESP など)がある場合、通常はどれか 1 つが合えば一致します。`--strict` を付けると、順序と数も含めてすべてが合わなければなりません。`--next` で次の要素に移り、4 つまで書けます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'dir',
      // `policy_mt_check` in the kernel's xt_policy.c.
      chainsByValue: { in: ['PREROUTING', 'INPUT', 'FORWARD'], out: ['FORWARD', 'OUTPUT', 'POSTROUTING'] },
      values: [{ type: direction, label: 'in|out', sample: 'in' }],
      doc: {
        en: '`in`: how the packet was decrypted; `out`: how it will be encrypted.',
        ja: '`in` は届いたときの復号、`out` は出ていくときの暗号化を調べます。',
      },
    },
    {
      name: 'pol',
      values: [{ type: kind, label: 'none|ipsec', sample: 'ipsec' }],
      doc: {
        en: '`ipsec`, as without the option, or `none`: no IPsec at all. `none` takes neither `--strict` nor `--next`, and the other options are ignored with it.',
        ja: '`ipsec`(省略時と同じ)、または IPsec の対象外を表す `none` です。`none` は `--strict` や `--next` と併用できず、ほかのオプションは無視されます。',
      },
    },
    {
      name: 'strict',
      values: [],
      doc: {
        en: 'All transformations of the packet must fit the elements given, in order and number. Each element then needs at least one option.',
        ja: 'パケットのすべての変換が、指定した要素と順序も数も一致しなければなりません。各要素には 1 つ以上のオプションが必要です。',
      },
    },
    {
      name: 'reqid',
      invertible: true,
      repeatable: true,
      values: [{ type: uint32, label: 'id', sample: '1' }],
      doc: {
        en: 'The request id that ties the policy to its security association (`ip xfrm policy`, `reqid`).',
        ja: 'ポリシーと SA を結び付ける要求 ID です(`ip xfrm policy` の `reqid`)。',
      },
    },
    {
      name: 'spi',
      invertible: true,
      repeatable: true,
      values: [{ type: uint32, label: 'spi', sample: '0x100' }],
      doc: { en: 'The security parameter index of the association.', ja: 'SA の SPI(セキュリティパラメーターインデックス)です。' },
    },
    {
      name: 'tunnel-src',
      invertible: true,
      repeatable: true,
      values: [{ type: hostMask, label: 'address[/mask]', sample: '192.0.2.1' }],
      doc: {
        en: 'The address that the tunnel begins at. Needs `--mode tunnel`.',
        ja: 'トンネルの送信元アドレスです。`--mode tunnel` が必要です。',
      },
    },
    {
      name: 'tunnel-dst',
      invertible: true,
      repeatable: true,
      values: [{ type: hostMask, label: 'address[/mask]', sample: '198.51.100.1' }],
      doc: {
        en: 'The address that the tunnel ends at. Needs `--mode tunnel`.',
        ja: 'トンネルの宛先アドレスです。`--mode tunnel` が必要です。',
      },
    },
    {
      name: 'proto',
      invertible: true,
      repeatable: true,
      values: [{ type: policyProtocol, label: 'ah|esp|ipcomp', sample: 'esp' }],
      doc: { en: 'The IPsec protocol: `esp`, `ah` or `ipcomp`.', ja: 'IPsec のプロトコルです。`esp`、`ah`、`ipcomp` のいずれかです。' },
    },
    {
      name: 'mode',
      invertible: true,
      repeatable: true,
      values: [{ type: mode, label: 'tunnel|transport', sample: 'tunnel' }],
      doc: { en: 'The mode: `tunnel` or `transport`.', ja: 'モードです。`tunnel` または `transport` です。' },
    },
    {
      name: 'next',
      repeatable: true,
      needs: ['strict'],
      values: [],
      doc: { en: 'The options behind it describe the next element.', ja: 'これ以降のオプションは、次の要素を表します。' },
    },
  ],
  groups: [{ options: ['dir'], count: 'at-least-one', refusal: 'policy match: neither --dir in nor --dir out specified' }],
  check: checkElements,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p udp --dport 1701 -m policy --dir in --pol ipsec --proto esp -j ACCEPT',
        '-A INPUT -p udp --dport 1701 -m policy --dir in --pol none -j DROP',
        '-A FORWARD -m policy --dir in --pol ipsec --reqid 1 ! --spi 0x100 -j ACCEPT',
      ],
      title: { en: 'L2TP only inside of IPsec', ja: 'L2TP を IPsec 経由だけに限ります' },
    },
    {
      table: 'nat',
      rules: ['-A POSTROUTING -o eth0 -m policy --dir out --pol ipsec -j ACCEPT', '-A POSTROUTING -o eth0 -j MASQUERADE'],
      title: { en: 'Keeps what IPsec will encrypt out of NAT', ja: 'IPsec で暗号化するパケットを NAT から除外します' },
    },
    {
      table: 'filter',
      rules: [
        '-A FORWARD -m policy --dir in --strict --mode tunnel --proto esp --tunnel-src 192.0.2.0/24 --tunnel-dst 198.51.100.1 --next --reqid 2 -j ACCEPT',
      ],
      family: 'ipv4',
      title: { en: 'One tunnel and what is inside of it', ja: 'あるトンネルと、その中の変換を指定します' },
    },
    {
      table: 'filter',
      rules: ['-A FORWARD -m policy --dir in --mode tunnel --tunnel-src 2001:db8:1::/48 --tunnel-dst 2001:db8::1 -j ACCEPT'],
      family: 'ipv6',
      title: { en: 'From one tunnel', ja: 'あるトンネルからのパケットを許可します' },
    },
  ],
  source: { man: 'policy', file: 'extensions/libxt_policy.c', kernel: 'net/netfilter/xt_policy.c' },
};

/** XT_POLICY_MAX_ELEM. */
const mostElements = 4;

/** What `policy_parse` and `policy_check` in libxt_policy.c have against the elements. */
function checkElements(use: ExtensionUse): readonly UseFault[] {
  const elements: OptionUse[][] = [[]];
  for (const option of use.options) {
    if (option.name === 'next') elements.push([]);
    else if (option.name !== 'dir' && option.name !== 'pol' && option.name !== 'strict') elements[elements.length - 1]?.push(option);
  }
  if (elements.length > mostElements) {
    return [
      {
        option: 'next',
        message: { en: `At most ${mostElements} elements can be described.`, ja: `書ける要素は ${mostElements} つまでです。` },
        refusal: 'policy match: maximum policy depth reached',
      },
    ];
  }
  const strict = use.options.some(({ name }) => name === 'strict');
  const pol = use.options.find(({ name }) => name === 'pol')?.values[0];
  return [
    ...elements.flatMap(doubles),
    ...(pol === 'none' ? withoutPolicy(elements, strict) : elements.flatMap((element, index) => checkElement(element, index, strict))),
  ];
}

function doubles(element: readonly OptionUse[]): readonly UseFault[] {
  const twice = element.find(({ name }, index) => element.findIndex((other) => other.name === name) < index);
  if (twice === undefined) return [];
  return [
    {
      option: twice.name,
      message: {
        en: `--${twice.name} stands twice in one element. Begin the next one with --next, or write one of them only.`,
        ja: `1 つの要素に --${twice.name} が 2 回あります。--next で次の要素に移るか、どちらか一方だけを書いてください。`,
      },
      refusal: `policy match: double --${twice.name} option`,
    },
  ];
}

function withoutPolicy(elements: readonly (readonly OptionUse[])[], strict: boolean): readonly UseFault[] {
  if (strict || elements.length > 1) {
    return [
      {
        option: strict ? 'strict' : 'next',
        message: {
          en: `--pol none means no IPsec at all, so there is nothing for --${strict ? 'strict' : 'next'} to describe.`,
          ja: `--pol none は IPsec の対象外を表すため、--${strict ? 'strict' : 'next'} は使えません。`,
        },
        refusal: strict ? 'policy match: policy none but --strict given' : 'policy match: policy none but policy given',
      },
    ];
  }
  return (elements[0] ?? []).map(({ name }) => ({
    option: name,
    severity: 'warning',
    message: {
      en: `With --pol none iptables drops --${name}: there is no IPsec that it could describe.`,
      ja: `--pol none では IPsec の処理がないため、iptables は --${name} を捨てます。`,
    },
  }));
}

function checkElement(element: readonly OptionUse[], index: number, strict: boolean): readonly UseFault[] {
  if (strict && element.length === 0) {
    return [
      {
        option: index === 0 ? 'strict' : 'next',
        message: {
          en: `Element ${index + 1} is empty. With --strict each one needs --reqid, --spi, --tunnel-src, --tunnel-dst, --proto or --mode.`,
          ja: `${index + 1} 番目の要素が空です。--strict では、各要素に --reqid、--spi、--tunnel-src、--tunnel-dst、--proto、--mode のいずれかが必要です。`,
        },
        refusal: `policy match: empty policy element ${index}. --strict is in effect, but at least one of reqid, spi, tunnel-src, tunnel-dst, proto or mode is required.`,
      },
    ];
  }
  const address = element.find(({ name }) => name === 'tunnel-src' || name === 'tunnel-dst');
  const chosen = element.find(({ name }) => name === 'mode');
  const tunnel = chosen !== undefined && (chosen.values[0] === 'tunnel') !== chosen.inverted;
  if (address === undefined || tunnel) return [];
  return [
    {
      option: address.name,
      message: {
        en: `--${address.name} has a meaning in tunnel mode only. Add --mode tunnel.`,
        ja: `--${address.name} はトンネルモードでだけ意味を持ちます。--mode tunnel を加えてください。`,
      },
      refusal: 'policy match: --tunnel-src/--tunnel-dst is only valid in tunnel mode',
    },
  ];
}
