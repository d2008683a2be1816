import type { Chance } from '../world/chance.ts';
import type { Arrivals } from './arrivals.ts';

/** A share of the capacity that is asked for, by time. */
export interface Load {
  readonly most: number;
  /** Asked with times that never fall. */
  at(time: number): number;
}

/** A Poisson process whose rate varies: the highest rate, thinned out. `capacity` in items a millisecond. */
export function varying(chance: Chance, load: Load, capacity: number): Arrivals {
  let time = 0;
  return () => {
    do time += chance.exponential() / (load.most * capacity);
    while (chance.uniform() * load.most >= load.at(time));
    return time;
  };
}
