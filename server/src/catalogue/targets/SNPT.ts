import { prefixTranslation } from '../prefix-translation';
import type { TargetSpec } from '../schema';

export const SNPTTarget: TargetSpec = {
  ...prefixTranslation('SNPT', { from: 'fd00::/64', to: '2001:db8::/64' }),
  changes: ['source'],
  chains: ['INPUT', 'POSTROUTING'],
  summary: {
    en: 'Replaces the prefix of the source address, without keeping state.',
    ja: '送信元アドレスのプレフィックスを、状態を持たずに書き換えます。',
  },
};
