import type { PolicySpec } from './schema';

/** What may stand where a chain's policy does. Anything else is refused with `Bad policy name`; upper case counts. */
export const policies: readonly PolicySpec[] = [
  {
    name: 'ACCEPT',
    doc: {
      en: 'Packets that reach the end of the chain pass. Only built-in chains have a policy.',
      ja: 'チェインの末尾まで来たパケットを通します。ポリシーがあるのは組み込みチェインだけです。',
    },
  },
  {
    name: 'DROP',
    doc: {
      en: 'Packets that reach the end of the chain are discarded without an answer. Only built-in chains have a policy; replies to untracked packets must be accepted too, since no state rule does it.',
      ja: 'チェインの末尾まで来たパケットを、応答せずに捨てます。ポリシーがあるのは組み込みチェインだけです。追跡されないパケットは状態のルールでは許可されないため、別に許可する必要があります。',
    },
  },
  {
    name: '-',
    doc: {
      en: 'No policy: the chain is a user chain, whose end leads back to the rule behind the jump. On a built-in chain it leaves the policy as it is.',
      ja: 'ポリシーなし。ユーザー定義チェインを表し、末尾まで来るとジャンプ元の次のルールに戻ります。組み込みチェインに書くと、ポリシーはそのまま変わりません。',
    },
  },
];
