import { hopTarget } from '../hop-limit';
import type { TargetSpec } from '../schema';

export const TTLTarget: TargetSpec = {
  ...hopTarget('TTL', 'ipv4', { en: 'time to live', ja: 'TTL(生存時間)', short: 'TTL' }),
  inOtherFamily: 'HL',
};
