import type { Cell } from '../cells/cell.ts';
import { LENGTH_SIGMA } from '../cells/padding.ts';
import { openLoop } from '../traffic/open-loop.ts';
import { Trace } from '../traffic/trace.ts';
import { Chance, drawn, seedOf } from './chance.ts';

/** Draws of a kind; the next after the last is the first again. */
export const DRAWS = 2 ** 14;
const STALL = { share: 0.02, times: 5 };
const ZIPF_TENANTS = 20;

/** What chance has in store for a cell: the same for all contestants, as it goes by the number of the request or of the call. */
export class Fate {
  /** Of an open loop. */
  readonly trace: Trace | undefined;
  readonly #seed: number;
  readonly #jitter: Float64Array;
  readonly #lengths: Float64Array | undefined;
  readonly #keys: number;
  readonly #tenantShares: readonly number[];

  constructor(cell: Cell) {
    const { device, traffic } = cell;
    const seed = seedOf(cell.name);
    this.#seed = seed;
    this.trace = traffic.kind === 'closed' ? undefined : new Trace(openLoop(cell, seed + 1));
    this.#jitter = jitter(new Chance(seed + 2), device.jitter, device.stalls);
    this.#lengths = device.padded ? lengths(new Chance(seed + 3)) : undefined;
    this.#keys = traffic.kind === 'poisson' ? traffic.keys : 1;
    this.#tenantShares = traffic.kind === 'poisson' && traffic.tenants > 1 ? zipf(ZIPF_TENANTS) : [];
  }

  /** The factor of a call's time. */
  jitterOf(call: number): number {
    return this.#jitter[call & (DRAWS - 1)] as number;
  }

  lengthOf(request: number): number {
    return this.#lengths === undefined ? 1 : (this.#lengths[request & (DRAWS - 1)] as number);
  }

  keyOf(request: number): number {
    return this.#keys === 1 ? 0 : Math.floor(drawn(this.#seed + 4, request) * this.#keys);
  }

  tenantOf(request: number): number {
    const point = drawn(this.#seed + 5, request);
    return Math.max(
      0,
      this.#tenantShares.findIndex((upTo) => point < upTo),
    );
  }

  /** What a client of a closed loop pauses before its next request, as a share of the longest pause. */
  pauseAfter(request: number): number {
    return drawn(this.#seed + 6, request);
  }
}

function jitter(chance: Chance, sigma: number, stalls: boolean): Float64Array {
  return Float64Array.from({ length: DRAWS }, () => {
    const stalled = chance.uniform() < STALL.share;
    return chance.logNormal(sigma) * (stalls && stalled ? STALL.times : 1);
  });
}

function lengths(chance: Chance): Float64Array {
  return Float64Array.from({ length: DRAWS }, () => chance.logNormal(LENGTH_SIGMA));
}

/** Upper ends of the shares of 1 that go to each. */
function zipf(count: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let upTo = 0;
  return weights.map((weight) => {
    upTo += weight / total;
    return upTo;
  });
}
