import type { HoldBack } from './hold-back.ts';

/** Never holds back: a batch goes as soon as it may, and batches form while none may. */
export const eager: HoldBack = { reason: 'delay', spreads: false, until: (_candidate, now) => now };
