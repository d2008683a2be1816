import { gzipSync } from 'node:zlib';
import type { Dice } from './dice.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateJson } from './mutate-json.ts';
import { oddValue } from './odd-json.ts';
import type { Sample } from './samples.ts';

/** A body that the sample's codec was not made for. */
export function oddBody(sample: Sample, other: Sample, dice: Dice): string {
  const roll = dice.below(100);
  if (roll < 55) return mutateJson(sample.body, dice) ?? mutateBytes(sample.body, dice, other.body);
  if (roll < 80) return mutateBytes(sample.body, dice, other.body);
  if (roll < 86) return oddValue(dice);
  if (roll < 90) return other.body;
  if (roll < 93) return sample.body + dice.pick(['\n', ' ', '\0', '{}', sample.body]).repeat(1 + dice.below(50));
  if (roll < 95) return gzipSync(Buffer.from(sample.body, 'latin1'), { level: 1 }).toString('latin1');
  if (roll < 97) return '';
  return dice.bytes(dice.below(200));
}
