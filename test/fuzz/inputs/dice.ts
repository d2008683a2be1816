import { seededDice } from '../../../src/kernel/seeded-dice.ts';

/** Draws for one input: the same ones for the same seed and index, whatever the inputs before it drew. */
export class Dice {
  readonly #next: () => number;

  constructor(seed: number, index: number) {
    this.#next = seededDice(Math.imul(seed + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
  }

  /** Whole, from 0 to below `bound`. */
  below(bound: number): number {
    return Math.floor(this.#next() * bound);
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new RangeError('Expected something to pick from');
    return picked;
  }

  /** Any bytes, as Latin-1. */
  bytes(length: number): string {
    return String.fromCharCode(...Array.from({ length }, () => this.below(256)));
  }
}
