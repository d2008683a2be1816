import { percentile } from '../../kernel/percentile.ts';
import { busyPart, type EndedCall, type Round } from './round.ts';
import type { Setting } from './setting.ts';

/** What was measured of a setting. */
export interface CellFigures extends Setting {
  /** In a call, on average; the size, unless the records do not add up to it. */
  readonly items: number;
  /** Calls that count. */
  readonly calls: number;
  readonly rounds: number;
  readonly itemsPerSecond: number;
  /** Standard error of `itemsPerSecond` relative to it. */
  readonly noise: number;
  /** Of calls that succeeded; p99 by nearest rank, so the longest one where there are less than 100. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Gathers the rounds of one setting. */
export class Cell {
  readonly setting: Setting;
  readonly #rounds: Round[] = [];

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** @returns whether anything of it counts */
  add(round: Round): boolean {
    const busy = busyPart(round, this.setting);
    if (busy.some(isOk)) this.#rounds.push(busy);
    return busy.some(isOk);
  }

  /** The calls that count and succeeded. */
  get calls(): readonly EndedCall[] {
    return this.#rounds.flat().filter(isOk);
  }

  /** Undefined until something was measured. */
  get figures(): CellFigures | undefined {
    const { calls, setting } = this;
    if (calls.length === 0) return undefined;
    const times = calls.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      ...setting,
      items: mean(calls.map(({ items }) => items)),
      calls: calls.length,
      rounds: this.#rounds.length,
      itemsPerSecond: this.#rate(this.#rounds.flat()),
      noise: relativeError(times),
      p50Ms: percentile(times, 0.5) ?? Number.NaN,
      p99Ms: percentile(times, 0.99) ?? Number.NaN,
    };
  }

  /** Last round against the first, as a ratio of items a second; undefined while there is one. */
  get drift(): number | undefined {
    const [first, last] = [this.#rounds[0], this.#rounds.at(-1)];
    return first === undefined || last === undefined || first === last ? undefined : this.#rate(last) / this.#rate(first);
  }

  /** Calls that failed took their time too. */
  #rate(calls: Round): number {
    const items = calls.filter(isOk).reduce((sum, call) => sum + call.items, 0);
    const ms = calls.reduce((sum, call) => sum + call.ms, 0);
    return (1000 * items * this.setting.concurrency) / Math.max(ms, SHORTEST_MS);
  }
}

/** No clock is finer than this. */
const SHORTEST_MS = 0.001;

function isOk({ call }: EndedCall): boolean {
  return call === 'ok';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function relativeError(values: readonly number[]): number {
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
  return Math.sqrt(variance / values.length) / Math.max(middle, SHORTEST_MS);
}
