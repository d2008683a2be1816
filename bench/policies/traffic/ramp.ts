import type { Load } from './varying.ts';

export const RAMP_PERIOD_MS = 5000;
const LOW = 0.1;
const HIGH = 1.2;

/** A short day: from next to nothing to somewhat too much and back. */
export const rampLoad: Load = {
  most: HIGH,
  at: (time) => (LOW + HIGH) / 2 - ((HIGH - LOW) / 2) * Math.cos((2 * Math.PI * time) / RAMP_PERIOD_MS),
};
