import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** What test/evaluation/record/record.py wrote. */
export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.fixture.json`, import.meta.url), 'utf8'));
}

/** To 1e-6, number by number. @param what is told when they are not */
export function assertClose(actual: Iterable<number>, expected: Iterable<number>, what: string): void {
  const [found, wanted] = [[...actual], [...expected]];
  const isClose =
    found.length === wanted.length && found.every((value, index) => Math.abs(value - (wanted[index] ?? NaN)) <= 1e-6);
  if (!isClose) assert.deepEqual(found, wanted, what);
}
