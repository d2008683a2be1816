import type { World } from '../world/world.ts';
import type { Contestant } from './contestant.ts';

/** One contestant for each key, as where each model has a batcher of its own. */
export class PerKey implements Contestant {
  readonly isAtDevice: boolean;
  readonly #world: World;
  readonly #each: readonly Contestant[];

  constructor(world: World, one: () => Contestant) {
    const { traffic } = world.cell;
    this.#world = world;
    this.#each = Array.from({ length: traffic.kind === 'poisson' ? traffic.keys : 1 }, one);
    this.isAtDevice = this.#each[0]?.isAtDevice === true;
  }

  get wakeAt(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const { wakeAt } of this.#each) first = Math.min(first, wakeAt);
    return first;
  }

  arrived(request: number): void {
    this.#of(request).arrived(request);
  }

  landed(call: number, ok: boolean): void {
    this.#of(this.#world.calls.get(call).requests[0] as number).landed(call, ok);
  }

  woken(): void {
    for (const each of this.#each) if (each.wakeAt <= this.#world.now) each.woken();
  }

  #of(request: number): Contestant {
    return this.#each[this.#world.fate.keyOf(request)] as Contestant;
  }
}
