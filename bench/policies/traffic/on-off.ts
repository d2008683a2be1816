import type { Chance } from '../world/chance.ts';
import type { Load } from './varying.ts';

export const ON_OFF_PERIOD_MS = 1000;
const ON = 1.5;
const OFF = 0.1;

/** Too much and next to nothing in turn, each for half a period in the mean. */
export function onOffLoad(chance: Chance): Load {
  let on = false;
  let until = 0;
  return {
    most: ON,
    at(time) {
      while (time >= until) {
        until += (chance.exponential() * ON_OFF_PERIOD_MS) / 2;
        on = !on;
      }
      return on ? ON : OFF;
    },
  };
}
