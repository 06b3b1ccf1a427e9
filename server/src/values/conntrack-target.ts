import { fault } from './fault';
import { integerFault } from './integer';
import { wordList } from './list';
import { scanEnd, scanUnsigned, spanEquals, U16 } from './scan';
import { spanType } from './span';
import { text } from './text';
import type { ValueSuggestion } from './value-type';

/** `--ctevents` of CT: which events conntrack reports (libxt_CT.c, `ct_event_tbl`). */
export const ctEvents = wordList(
  [
    { value: 'new', doc: { en: 'a connection begins.', ja: '接続が始まったとき。' } },
    { value: 'related', doc: { en: 'a related connection begins.', ja: '関連する接続が始まったとき。' } },
    { value: 'destroy', doc: { en: 'a connection ends.', ja: '接続が終わったとき。' } },
    { value: 'reply', doc: { en: 'the first reply is seen.', ja: '最初の応答があったとき。' } },
    { value: 'assured', doc: { en: 'a connection becomes assured.', ja: '接続が ASSURED になったとき。' } },
    { value: 'protoinfo', doc: { en: 'the protocol’s state changes.', ja: 'プロトコルの状態が変わったとき。' } },
    { value: 'helper', doc: { en: 'a helper is assigned.', ja: 'ヘルパーが割り当てられたとき。' } },
    { value: 'mark', doc: { en: 'the mark changes.', ja: 'マークが変わったとき。' } },
    { value: 'natseqinfo', doc: { en: 'NAT shifts sequence numbers.', ja: 'NAT によりシーケンス番号がずれたとき。' } },
    { value: 'secmark', doc: { en: 'the security mark changes.', ja: 'セキュリティマークが変わったとき。' } },
  ],
  {
    id: 'ct-events',
    doc: {
      en: 'Events of connections between commas: `new`, `related`, `destroy`, `reply`, `assured`, `protoinfo`, `helper`, `mark`, `natseqinfo`, `secmark`.',
      ja: '接続のイベントをコンマ区切りで並べます。`new`、`related`、`destroy`、`reply`、`assured`、`protoinfo`、`helper`、`mark`、`natseqinfo`、`secmark` が使えます。',
    },
    refusal: (entry) => `Unknown event type "${entry}"`,
  },
);

/** `--expevents` of CT (libxt_CT.c, `exp_event_tbl`). */
export const expectationEvents = wordList([{ value: 'new', doc: { en: 'an expectation is made.', ja: '接続の予告が作られたとき。' } }], {
  id: 'expectation-events',
  doc: { en: 'Events of expectations: `new`.', ja: '接続の予告(expectation)のイベントです。`new` が使えます。' },
  refusal: (entry) => `Unknown event type "${entry}"`,
});

/** The helpers of the kernel (net/netfilter/nf_conntrack_*.c, net/ipv4/netfilter/nf_nat_snmp_basic_main.c). */
const helpers: readonly ValueSuggestion[] = (
  [
    ['ftp', 'TCP 21'],
    ['tftp', 'UDP 69'],
    ['sip', 'TCP/UDP 5060'],
    ['irc', 'TCP 6667'],
    ['amanda', 'UDP 10080'],
    ['netbios-ns', 'UDP 137'],
    ['pptp', 'TCP 1723'],
    ['sane', 'TCP 6566'],
    ['snmp', 'UDP 161'],
    ['snmp_trap', 'UDP 162'],
    ['RAS', 'H.323, UDP 1719'],
    ['Q.931', 'H.323, TCP 1720'],
    ['H.245', 'H.323'],
  ] as const
).map(([value, detail]) => ({ value, detail }));

/** `--helper` of CT (libxt_CT.c): the name has room for 15 bytes, and the kernel must know it. */
export const helperName = text({
  id: 'helper-name',
  doc: {
    en: 'The name of a connection tracking helper: `ftp`, `tftp`, `sip`, … Its kernel module must be there.',
    ja: 'コネクショントラッキングのヘルパーの名前です(`ftp`、`tftp`、`sip` など)。対応するカーネルモジュールが必要です。',
  },
  maxBytes: 15,
  minBytes: 1,
  truncated: 'changed',
  suggest: helpers,
});

/** `--helper` of the helper match (libxt_helper.c): the name of the helper that made the connection; an empty one stands for any. */
export const helperMatchName = text({
  id: 'helper-match-name',
  doc: {
    en: 'The name of a connection tracking helper, with `-port` where it is not at its usual port: `ftp`, `ftp-2121`. An empty one stands for any helper.',
    ja: 'コネクショントラッキングのヘルパーの名前です。標準以外のポートでは `ftp-2121` のように `-ポート` を付けます。空文字列は任意のヘルパーを表します。',
  },
  maxBytes: 29,
  truncated: 'changed',
  suggest: helpers,
});

/** `--timeout` of CT: the name of a policy that `nfct` made (libxt_CT.c). */
export const timeoutPolicy = text({
  id: 'timeout-policy',
  doc: {
    en: 'The name of a timeout policy that `nfct add timeout` made, of at most 31 bytes.',
    ja: '`nfct add timeout` で作ったタイムアウトポリシーの名前です(31 バイトまで)。',
  },
  maxBytes: 31,
  minBytes: 1,
  truncated: 'changed',
});

/** `--zone`, `--zone-orig` and `--zone-reply` of CT (libxt_CT.c, `ct_parse_zone_id`). */
export const zone = spanType({
  id: 'zone',
  doc: {
    en: 'A conntrack zone from 0 to 65535, or `mark` to take the packet’s mark for it.',
    ja: 'conntrack のゾーン番号です(0 から 65535)。`mark` と書くと、パケットのマークをゾーン番号に使います。',
  },
  checkSpan(value, start, end) {
    const number = scanUnsigned(value, start, end);
    if (number >= 0 && number <= U16 && scanEnd === end) return undefined;
    if (spanEquals(value, start, end, 'mark', true)) return undefined;
    const word = value.slice(start, end);
    const refusal = `Cannot parse ${word} as a zone ID`;
    return /^\d/.test(word)
      ? integerFault(value, start, end, 0, U16, 0, refusal)
      : fault(
          start,
          end,
          `"${word}" is no zone; write a number from 0 to 65535, or "mark".`,
          `「${word}」はゾーンとして使えません。0 から 65535 までの番号か mark を書いてください。`,
          {
            refusal,
          },
        );
  },
  suggest: () => [{ value: 'mark', doc: { en: 'The packet’s mark is the zone.', ja: 'パケットのマークをゾーン番号とします。' } }],
  canonical: (value) => (spanEquals(value, 0, value.length, 'mark', true) ? 'mark' : String(scanUnsigned(value, 0, value.length))),
});
