import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InOrder } from '../../../src/sources/jsonl/in-order.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

type To = 'results' | 'errors';

/** Outputs that take `appendMs` for each write, and fail at the write of this number. */
function outputsOn(clock: VirtualClock, appendMs: number, failsAt = Number.POSITIVE_INFINITY) {
  const begun: { to: To; text: string }[] = [];
  const durable: typeof begun = [];
  const fault = new Error('no space');
  const to = (output: To) => ({
    append: async (bytes: Buffer): Promise<void> => {
      const write = { to: output, text: bytes.toString() };
      begun.push(write);
      const number = begun.length;
      await new Promise<void>((resolve) => clock.at(clock.now() + appendMs, resolve));
      if (number === failsAt) throw fault;
      durable.push(write);
    },
    close: () => Promise.resolve(),
  });
  const textOf = (output: To): string =>
    durable
      .filter((write) => write.to === output)
      .map(({ text }) => text)
      .join('');
  const outputs = { results: to('results'), errors: to('errors'), separator: Buffer.from('\n') };
  return { outputs, begun, durable, fault, textOf };
}

const written = (number: number, fails: boolean) =>
  fails ? { error: Buffer.from(`failed ${number}`) } : { output: Buffer.from(`line ${number}`) };

/** Lines that fail or not, the order in which they are known, and the time between two. */
const play = fc
  .array(fc.record({ fails: fc.boolean(), rank: fc.nat(), gapMs: fc.nat(3) }), { minLength: 1, maxLength: 30 })
  .map((lines) => ({
    lines,
    order: [...lines.keys()].sort((a, b) => (lines[a]?.rank ?? 0) - (lines[b]?.rank ?? 0)),
  }));

test('in whatever order lines are known, they are written in their own, and failures before any later line of output', async () => {
  await fc.assert(
    fc.asyncProperty(play, fc.nat(4), async ({ lines, order }, appendMs) => {
      const clock = new VirtualClock();
      const { outputs, begun, durable, textOf } = outputsOn(clock, appendMs);
      const left: number[] = [];
      const faults: unknown[] = [];
      const inOrder = new InOrder(outputs, { clock, failed: (thrown) => faults.push(thrown) });
      const tell = lines.map((_, index) => inOrder.take(() => left.push(index)));
      for (const index of order) {
        tell[index]?.(written(index, lines[index]?.fails ?? false));
        await clock.advance(lines[index]?.gapMs ?? 0);
      }
      const drained = inOrder.drained();
      await clock.advance(1000);
      await drained;
      const wanted = (fails: boolean): string =>
        lines.map((each, index) => (each.fails === fails ? `${fails ? 'failed' : 'line'} ${index}\n` : '')).join('');
      assert.deepEqual([textOf('results'), textOf('errors'), faults], [wanted(false), wanted(true), []]);
      assert.deepEqual(left, [...lines.keys()], 'each line leaves once, in order');
      assert.deepEqual(begun, durable);
      const told = new Set<number>();
      for (const { to, text } of durable) {
        const numbers = [...text.matchAll(/\d+/g)].map(Number);
        if (to === 'errors') for (const number of numbers) told.add(number);
        const last = numbers.at(-1) ?? 0;
        const missing = lines.flatMap(({ fails }, index) => (fails && index < last && !told.has(index) ? [index] : []));
        if (to === 'results') assert.deepEqual(missing, [], `lines up to ${last} were written before these failures`);
      }
    }),
    { numRuns: 60 },
  );
});

test('after a write that failed nothing is written any more, which is told once, and ends', async () => {
  await fc.assert(
    fc.asyncProperty(play, fc.integer({ min: 1, max: 6 }), async ({ lines, order }, failsAt) => {
      const clock = new VirtualClock();
      const { outputs, begun, durable, fault } = outputsOn(clock, 1, failsAt);
      const faults: unknown[] = [];
      let left = 0;
      const inOrder = new InOrder(outputs, { clock, failed: (thrown) => faults.push(thrown) });
      const tell = lines.map(() => inOrder.take(() => (left += 1)));
      for (const index of order) {
        tell[index]?.(written(index, lines[index]?.fails ?? false));
        await clock.advance(2);
      }
      await clock.advance(100);
      let isSettled = false;
      void inOrder.settled().then(() => (isSettled = true));
      await clock.advance(10);
      assert.equal(isSettled, true, 'it says when nothing is being written any more');
      const failed = begun.length >= failsAt;
      assert.deepEqual(faults, failed ? [fault] : []);
      assert.equal(begun.length, durable.length + (failed ? 1 : 0));
      assert.ok(begun.length <= failsAt, 'nothing is written after it');
      assert.equal(left === lines.length, !failed, 'what is not written does not leave');
    }),
    { numRuns: 60 },
  );
});

test('what is known at once is one write, and of many megabytes several', async () => {
  const clock = new VirtualClock();
  const { outputs, begun } = outputsOn(clock, 1);
  const inOrder = new InOrder(outputs, { clock, failed: (thrown) => assert.fail(String(thrown)) });
  const tell = Array.from({ length: 8 }, () => inOrder.take(() => {}));
  for (const each of tell.slice(0, 5)) each({ output: Buffer.from('a') });
  await clock.advance(10);
  assert.deepEqual(begun, [{ to: 'results', text: 'a\n'.repeat(5) }]);
  for (const each of tell.slice(5)) each({ output: Buffer.alloc(3 * 1024 * 1024) });
  await clock.advance(10);
  assert.equal(begun.length, 4);
});

test('once it is settled, what becomes known is not written', async () => {
  const clock = new VirtualClock();
  const { outputs, begun } = outputsOn(clock, 1);
  const inOrder = new InOrder(outputs, { clock, failed: (thrown) => assert.fail(String(thrown)) });
  const tell = inOrder.take(() => {});
  await inOrder.settled();
  tell({ output: Buffer.from('late') });
  await clock.advance(10);
  assert.deepEqual(begun, []);
});
