import { deepestJump } from '../model/jump-depth';
import { defineRule } from './rule';

/** A file in which chains call one another to a depth. */
function nested(depth: number): string {
  const names = Array.from({ length: depth }, (_, index) => `LEVEL-${index + 1}`);
  return [
    '*filter',
    ':INPUT DROP [0:0]',
    ...names.map((name) => `:${name} - [0:0]`),
    ...['INPUT', ...names.slice(0, -1)].map((name, index) => `-A ${name} -j ${names[index]}`),
    'COMMIT',
    '',
  ].join('\n');
}

export const jumpTooDeep = defineRule({
  code: 'jump-too-deep',
  severity: 'error',
  title: { en: 'Chains nested too deeply', ja: '深すぎるチェインの入れ子' },
  page: {
    en: `With the nft back end at most ${deepestJump} jumps may follow one another from a built-in chain into user chains; \`-g\` counts as \`-j\` does. One more is refused, and the table with it. The legacy back end has no such limit.`,
    ja: `nft バックエンドでは、組み込みチェインからユーザー定義チェインへのジャンプを続けられるのは ${deepestJump} 段までです。\`-g\` も \`-j\` と同じように数えます。それより深いと拒否され、テーブル全体が読み込まれません。legacy バックエンドにこの制限はありません。`,
  },
  refusals: ['RULE_APPEND failed (Too many links): rule in chain LEVEL-15'],
  examples: [{ bad: nested(deepestJump + 1), good: nested(deepestJump) }],
  message: ({ chain }) => ({
    en: `More than ${deepestJump} jumps follow one another up to \`${chain}\`, which the nft back end refuses; legacy loads it. Bring the rules of two levels together in one chain.`,
    ja: `\`${chain}\` までに ${deepestJump} 段を超えるジャンプが続くため、nft バックエンドでは拒否されます（legacy は読み込みます）。2 段分のルールを 1 つのチェインにまとめてください。`,
  }),
  refusal: () => 'RULE_APPEND failed (Too many links)',
});
