import { Chance } from '../world/chance.ts';
import { MOST_ITEMS } from './cell.ts';

/** Sigma of the logarithm of an item's length; the mean is 1. */
export const LENGTH_SIGMA = 0.8;
const DRAWS = 4000;

/** Mean units of a padded call of 0 to MOST_ITEMS random items, by their number. */
export const MEAN_PADDED_UNITS: Float64Array = meanUnits(new Chance(1));

function meanUnits(chance: Chance): Float64Array {
  const units = new Float64Array(MOST_ITEMS + 1);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let longest = 0;
    for (let items = 1; items <= MOST_ITEMS; items += 1) {
      longest = Math.max(longest, chance.logNormal(LENGTH_SIGMA));
      units[items] = (units[items] as number) + (items * longest) / DRAWS;
    }
  }
  return units;
}
