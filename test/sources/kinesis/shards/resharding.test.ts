import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { StartingPosition } from '../../../../src/sources/kinesis/shards/shard-graph.ts';
import { ReshardWorld } from './reshard-world.ts';

type Event = readonly [what: 'put' | 'split' | 'merge' | 'trim' | 'work' | 'crash', one: number, other: number];

const pick = fc.nat(20);
const event: fc.Arbitrary<Event> = fc.tuple(
  fc.oneof(
    ...(
      [
        ['put', 4],
        ['split', 3],
        ['merge', 2],
        ['trim', 1],
        ['work', 6],
        ['crash', 2],
      ] as const
    ).map(([what, weight]) => ({
      weight,
      arbitrary: fc.constant(what),
    })),
  ),
  pick,
  pick,
);

for (const start of ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const satisfies readonly StartingPosition[]) {
  test(`${start}: whatever is split, merged and trimmed, and whenever a worker dies, each shard is read once, after its parents`, () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), fc.nat(12), (events, shards, startTime) => {
        const world = new ReshardWorld(start, startTime, shards);
        for (const [what, one, other] of events) world[what](one, other);
        assert.deepEqual([world.left(), world.wrong], [[], []]);
      }),
      { numRuns: 700 },
    );
  });
}
