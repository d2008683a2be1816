import { MOST_ITEMS } from '../cells/cell.ts';
import { MEAN_PADDED_UNITS } from '../cells/padding.ts';
import { WIRE_MS, type World } from '../world/world.ts';
import type { Line } from './line.ts';

/** Of the standard normal distribution, at 0.95. */
const Z95 = 1.645;

/** What is best sent now: the requests from `first` on, `size` of them; those before are given up. */
export interface Portion {
  readonly first: number;
  readonly size: number;
}

/**
 * What somebody can know who knows the device's law as it is now and sees its line, but not what chance has in store: who can still
 * be answered by the deadline.
 */
export class Foresight {
  readonly #world: World;
  readonly #size: number;
  readonly #inFlight: number;
  readonly #quantile: number;
  #fittingUnits = 0;

  constructor(world: World, size: number, inFlight: number) {
    this.#world = world;
    this.#size = size;
    this.#inFlight = inFlight;
    const { jitter } = world.cell.device;
    this.#quantile = Math.exp(Z95 * jitter - (jitter * jitter) / 2);
  }

  /** Whether a request that comes now, behind `ahead` others, can not be answered in time. */
  isHopeless(ahead: number, underWay: number): boolean {
    const { device, now, cell } = this.#world;
    const size = this.#size;
    const before = Math.floor(ahead / size);
    const own = (ahead % size) + 1;
    const atOnce = Math.min(this.#inFlight, cell.device.bears);
    const fullMs = device.meanMs(this.#units(size), now) + (atOnce <= device.serversAt(now) ? 2 * WIRE_MS : 0);
    const start = this.#startOfNext(underWay) + (before * fullMs) / device.speedOf(atOnce, now);
    const end = start + device.meanMs(this.#units(own), now) * this.#quantile + WIRE_MS;
    return end > now + cell.deadlineMs;
  }

  /** The portion of the line with the most answers in time for each millisecond that the device works. */
  bestPortion(line: Line): Portion {
    const { device, now, cell, requests } = this.#world;
    const start = device.expectedStart(now + WIRE_MS);
    const factor = device.slownessAt(start) * (cell.device.slowness[device.expectedServer] ?? 1);
    const { baseMs, perUnitMs } = cell.device;
    let best = { first: line.size, size: 0 };
    let bestRate = 0;
    for (let first = 0; first < line.size; first += 1) {
      const deadline = (requests.arrivedAt[line.at(first)] as number) + cell.deadlineMs;
      const units = ((deadline - WIRE_MS - start) / (factor * this.#quantile) - baseMs) / perUnitMs;
      const most = Math.min(this.#size, line.size - first);
      const size = this.#fitting(line, first, most, units);
      const rate = size / (baseMs + perUnitMs * this.#fittingUnits);
      if (rate > bestRate) {
        best = { first, size };
        bestRate = rate;
      }
      if (size === most) break;
    }
    return best;
  }

  /** How many from `first` on make a call of no more than so many units; sets `fittingUnits` to those it has. */
  #fitting(line: Line, first: number, most: number, units: number): number {
    const { cell, fate } = this.#world;
    if (!cell.device.padded) {
      this.#fittingUnits = Math.max(0, Math.min(most, Math.floor(units)));
      return this.#fittingUnits;
    }
    let longest = 0;
    for (let size = 1; size <= most; size += 1) {
      longest = Math.max(longest, fate.lengthOf(line.at(first + size - 1)));
      if (size * longest > units) return size - 1;
      this.#fittingUnits = size * longest;
    }
    return most;
  }

  /** When the device could begin with the next call, if there were one to send. */
  #startOfNext(underWay: number): number {
    const { device, now, cell } = this.#world;
    const atOnce = Math.min(this.#inFlight, cell.device.bears);
    if (underWay >= atOnce && atOnce < device.serversAt(now)) return device.expectedEnd(now) + 2 * WIRE_MS;
    return device.expectedStart(now + WIRE_MS);
  }

  /** Of a call of so many items, in the mean. */
  #units(items: number): number {
    return this.#world.cell.device.padded ? (MEAN_PADDED_UNITS[Math.min(items, MOST_ITEMS)] as number) : items;
  }
}
