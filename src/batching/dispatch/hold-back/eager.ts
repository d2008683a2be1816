import type { HoldBack } from './hold-back.ts';

/** Never holds back: batches form only while all slots are taken. */
export const eager: HoldBack = { reason: 'delay', spreads: false, until: (_candidate, now) => now };
