import { seededDice } from '../../kernel/seeded-dice.ts';

/**
 * Draws with replacement, each of as many indexes as there are items: the same ones for the same number of items and the same
 * seed, so that two systems can be compared on them.
 * @returns the same array each time, filled anew
 */
export function* draws(items: number, samples: number, seed: number): Generator<Uint32Array> {
  const dice = seededDice(seed);
  const draw = new Uint32Array(items);
  for (let sample = 0; sample < samples; sample += 1) {
    for (let index = 0; index < items; index += 1) draw[index] = Math.floor(dice() * items);
    yield draw;
  }
}
