import type { HoldBack } from './hold-back.ts';

/** Holds every batch until it is full or its oldest request has waited `delayMs`; what most batchers do. */
export function linger(delayMs: number): HoldBack {
  return { reason: 'delay', spreads: false, until: (candidate) => candidate.oldestAt + delayMs };
}
