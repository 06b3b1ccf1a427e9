import { hopTarget } from '../hop-limit';
import type { TargetSpec } from '../schema';

export const HLTarget: TargetSpec = {
  ...hopTarget('HL', 'ipv6', { en: 'hop limit', ja: 'ホップリミット', short: 'hop limit' }),
  inOtherFamily: 'TTL',
};
