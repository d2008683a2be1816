import type { Dice } from './dice.ts';

/** `other` is something to splice with. */
type Mutation = (bytes: string, dice: Dice, other: string) => string;

const flip: Mutation = (bytes, dice) => {
  const at = dice.below(bytes.length);
  return bytes.slice(0, at) + String.fromCharCode((bytes.charCodeAt(at) || 0) ^ (1 << dice.below(8))) + bytes.slice(at + 1);
};
const remove: Mutation = (bytes, dice) => {
  const at = dice.below(bytes.length);
  return bytes.slice(0, at) + bytes.slice(at + 1 + dice.below(8));
};
const insert: Mutation = (bytes, dice) => {
  const at = dice.below(bytes.length + 1);
  return bytes.slice(0, at) + dice.bytes(1 + dice.below(8)) + bytes.slice(at);
};
const repeat: Mutation = (bytes, dice) => {
  const at = dice.below(bytes.length);
  const part = bytes.slice(at, at + 1 + dice.below(16));
  return bytes.slice(0, at) + part.repeat(2 + dice.below(20)) + bytes.slice(at + part.length);
};
const truncate: Mutation = (bytes, dice) => bytes.slice(0, dice.below(bytes.length));
const splice: Mutation = (bytes, dice, other) => bytes.slice(0, dice.below(bytes.length)) + other.slice(dice.below(other.length));
const swap: Mutation = (bytes) =>
  bytes.replace(/[[\]{}]/g, (bracket) => ({ '[': '{', ']': '}', '{': '[', '}': ']' })[bracket] ?? '');
const specials: Mutation = (bytes, dice) => {
  const at = dice.below(bytes.length + 1);
  return (
    bytes.slice(0, at) +
    dice.pick(['\r\n', '\n', '\r', '\0', ':', ' ', '\t', ';', ',', '\r\n\r\n', '\xff', '"', '%00', '\x7f']) +
    bytes.slice(at)
  );
};

const MUTATIONS: readonly Mutation[] = [flip, flip, remove, insert, repeat, truncate, splice, swap, specials, specials];

/** One to four changes of bytes. */
export function mutateBytes(bytes: string, dice: Dice, other: string): string {
  let mutated = bytes;
  for (let left = 1 + dice.below(4); left > 0 && mutated !== ''; left -= 1) mutated = dice.pick(MUTATIONS)(mutated, dice, other);
  return mutated;
}
