import { MOST_ITEMS } from '../cells/cell.ts';
import type { World } from '../world/world.ts';
import type { Contestant } from './contestant.ts';
import { Line } from './line.ts';

/** A line of requests and at most one call under way, whose requests all end with it. */
export abstract class OneCall implements Contestant {
  wakeAt = Number.POSITIVE_INFINITY;
  protected readonly world: World;
  protected readonly line = new Line();
  protected busy = false;
  readonly #sent = new Int32Array(MOST_ITEMS);

  constructor(world: World) {
    this.world = world;
  }

  arrived(request: number): void {
    this.line.add(request);
    this.onArrival();
  }

  landed(call: number, ok: boolean): void {
    const { requests, size } = this.world.calls.get(call);
    this.busy = false;
    for (let i = 0; i < size; i += 1) this.world[ok ? 'answered' : 'refused'](requests[i] as number);
    this.onLanding(size);
  }

  woken(): void {
    this.wakeAt = Number.POSITIVE_INFINITY;
    this.onWake();
  }

  protected abstract onArrival(): void;
  protected abstract onLanding(size: number): void;
  protected abstract onWake(): void;

  /** The first `size` of the line, or what there is. */
  protected send(size: number): void {
    const all = Math.min(size, this.line.size);
    for (let i = 0; i < all; i += 1) this.#sent[i] = this.line.at(i);
    this.line.drop(all);
    this.busy = true;
    this.world.send(this.#sent, all);
  }
}
