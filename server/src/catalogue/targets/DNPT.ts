import { prefixTranslation } from '../prefix-translation';
import type { TargetSpec } from '../schema';

export const DNPTTarget: TargetSpec = {
  ...prefixTranslation('DNPT', { from: '2001:db8::/64', to: 'fd00::/64' }),
  changes: ['destination'],
  chains: ['PREROUTING', 'OUTPUT'],
  summary: {
    en: 'Replaces the prefix of the destination address, without keeping state.',
    ja: '宛先アドレスのプレフィックスを、状態を持たずに書き換えます。',
  },
};
