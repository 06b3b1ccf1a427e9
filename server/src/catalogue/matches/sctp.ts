import { sctpPortRange } from '../../values';
import { sctpChunkMatch, sctpChunks } from '../../values/sctp-chunks';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

/** Ports and chunks of SCTP. Facts: `sctp_parse` in libxt_sctp.c, `sctp_mt` in the kernel's xt_sctp.c. */
export const sctpMatch: MatchSpec = {
  kind: 'match',
  name: 'sctp',
  steady: true,
  readsHeader: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  implicitFor: ['sctp'],
  protocols: ['sctp'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: 'Matches SCTP packets by port and by the chunks they carry.',
    ja: 'SCTP パケットを、ポートや含まれるチャンクで判定します。',
  },
  doc: {
    en: [
      'SCTP (protocol 132) carries signalling of telephone networks and WebRTC data; one packet holds several chunks. The match comes with `-p sctp` by itself.',
      'Service names are looked up for SCTP only, and few systems have any: write the number.',
    ].join('\n\n'),
    ja: [
      'SCTP(プロトコル番号 132)は、電話網のシグナリングや WebRTC のデータなどを運ぶプロトコルで、1 つのパケットに複数のチャンクが入ります。`-p sctp` を書けば自動で使えます。',
      'サービス名は SCTP のものだけが検索され、登録のあるシステムはわずかです。番号で書いてください。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'source-port',
      aliases: ['sport'],
      canonical: '--sport',
      invertible: true,
      values: [{ type: sctpPortRange, label: 'port[:port]', sample: '1024:65535' }],
      doc: { en: 'The port the packet comes from, or a range.', ja: '送信元ポート、またはその範囲です。' },
    },
    {
      name: 'destination-port',
      aliases: ['dport'],
      canonical: '--dport',
      invertible: true,
      values: [{ type: sctpPortRange, label: 'port[:port]', sample: '2905' }],
      doc: { en: 'The port the packet goes to, or a range.', ja: '宛先ポート、またはその範囲です。' },
    },
    {
      name: 'chunk-types',
      reads: ['header'],
      invertible: true,
      values: [
        { type: sctpChunkMatch, label: 'all|any|only', sample: 'any' },
        { type: sctpChunks, label: 'type[:flags][,…]', sample: 'DATA,INIT' },
      ],
      doc: {
        en: 'Two words: `all` (all of these chunks are there), `any` (at least one) or `only` (these and no others); then the types between commas. Flags stand behind a colon, in capitals for set and in small letters for clear: `DATA:Be`.',
        ja: '値を 2 つ取ります。1 つ目は `all`(すべて含む)、`any`(1 つ以上含む)、`only`(それだけを含む)のいずれか、2 つ目はコンマ区切りのタイプです。フラグはコロンに続けて、立っているものを大文字、立っていないものを小文字で書きます(`DATA:Be`)。',
      },
    },
  ],
  check: noChunks,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p sctp --dport 2905 -j ACCEPT',
        '-A INPUT -p sctp ! --sport 1024:65535 --chunk-types any INIT -j DROP',
        '-A INPUT -p sctp ! --chunk-types all DATA:Be,SACK -j LOG',
        '-A INPUT -p sctp --chunk-types only ABORT:T,SHUTDOWN_COMPLETE:t -j DROP',
      ],
      title: { en: 'A signalling service', ja: 'シグナリングのサービスを許可します' },
    },
    {
      table: 'filter',
      rules: ['-A OUTPUT -p sctp --source-port 2905 --destination-port 1024: -j ACCEPT'],
      title: { en: 'The long spellings of the port options', ja: 'ポートのオプションを長い綴りで書いた例です' },
    },
  ],
  source: { man: 'sctp', file: 'extensions/libxt_sctp.c', kernel: 'net/netfilter/xt_sctp.c' },
};

/** Every packet has a chunk, so that none is left for `any NONE` and `only NONE` (`match_packet` in the kernel's xt_sctp.c). */
function noChunks(use: ExtensionUse): readonly UseFault[] {
  const chunks = use.options.find((option) => option.name === 'chunk-types');
  const [how = '', list = ''] = chunks?.values ?? [];
  if (chunks === undefined || list.toUpperCase() !== 'NONE' || how.toLowerCase() === 'all') return [];
  const never = !chunks.inverted;
  return [
    {
      option: 'chunk-types',
      value: 1,
      severity: 'warning',
      message: {
        en: `Every packet has a chunk, so "${how} NONE" ${never ? 'never matches' : 'with a "!" always matches'}.`,
        ja: `どのパケットにもチャンクがあるため、「${how} NONE」は${never ? '決して一致しません' : '「!」を付けると常に一致します'}。`,
      },
    },
  ];
}
