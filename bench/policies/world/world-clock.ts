import type { Clock } from '../../../src/kernel/clock.ts';
import { Chance } from './chance.ts';
import type { World } from './world.ts';

/** A world's time as the heart sees it. */
export class WorldClock implements Clock {
  readonly #world: World;
  readonly #chance: Chance;
  #turn: (() => void)[] = [];

  constructor(world: World, seed: number) {
    this.#world = world;
    this.#chance = new Chance(seed);
  }

  now(): number {
    return this.#world.now;
  }

  wallNow(): number {
    return 1_700_000_000_000 + this.#world.now;
  }

  at(time: number, fire: () => void): () => void {
    return this.#world.at(time, fire);
  }

  afterIoTurn(fire: () => void): void {
    this.#turn.push(fire);
  }

  random(): number {
    return this.#chance.uniform();
  }

  /** Lets promises and I/O turns run until nothing is left to do without time passing. */
  async settle(): Promise<void> {
    do {
      for (const fire of this.#turn.splice(0)) fire();
      // A real turn of the event loop runs after all microtasks.
      await new Promise(setImmediate);
    } while (this.#turn.length > 0);
  }
}
