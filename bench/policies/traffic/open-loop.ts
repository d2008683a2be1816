import { capacityOf, meanLoadOf } from '../cells/capacity.ts';
import type { Cell } from '../cells/cell.ts';
import { Chance } from '../world/chance.ts';
import type { Arrivals } from './arrivals.ts';
import { bursts } from './bursts.ts';
import { onOffLoad } from './on-off.ts';
import { rampLoad } from './ramp.ts';
import { varying } from './varying.ts';

/** When requests come, whatever becomes of those before. */
export function openLoop({ device, traffic }: Cell, seed: number): Arrivals {
  const chance = new Chance(seed);
  const capacity = capacityOf(device);
  switch (traffic.kind) {
    case 'bursts':
      return bursts(chance, traffic.size, meanLoadOf(traffic) * capacity);
    case 'onOff':
      return varying(chance, onOffLoad(new Chance(seed + 1)), capacity);
    case 'ramp':
      return varying(chance, rampLoad, capacity);
    case 'poisson':
      return varying(chance, { most: traffic.load, at: () => traffic.load }, capacity);
    case 'closed':
      throw new Error('A closed loop has no arrivals of its own');
  }
}
