import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TransformJobOptions } from '../../../src/sources/jsonl/transform-job.ts';
import { inputOf, MemoryDisk, type Says, stageOf } from './stage.ts';

const FATES = ['ok', 'ok', 'ok', 'poison', 'dead', 'twice', 'bad', 'odd', '', 'same'] as const;

const says: Says = (body, attempt) => {
  if (body.startsWith('poison')) return 'MODEL_REFUSED';
  if (body.startsWith('dead') || (body.startsWith('twice') && attempt <= 2)) return 'MODEL_FAILED';
  return undefined;
};

/** Lines whose first word is their fate; all but the "same" ones can be told apart. */
const lines = fc
  .array(fc.tuple(fc.constantFrom(...FATES), fc.nat(40)), { maxLength: 25 })
  .map((fates) =>
    fates.map(([fate, extra], index) => (fate === '' || fate === 'same' ? fate : `${fate} ${index}${'x'.repeat(extra)}`)),
  );

/** Numbers of lines of which all is on the disk already, or their failure is. */
function finishedOn(disk: MemoryDisk, input: readonly string[], hasPlaceholders: boolean): ReadonlySet<string> {
  const failed = new Set(disk.errorLines().map((line) => (JSON.parse(line) as { line: number }).line));
  let left = disk.results.split('\n').length - 1;
  const finished = new Set<string>();
  for (const [index, line] of input.entries()) {
    if (line === '') continue;
    const isTold = failed.has(index + 1);
    if (isTold) finished.add(line);
    if (isTold && !hasPlaceholders) continue;
    if (left > 0) finished.add(line);
    left -= 1;
  }
  finished.delete('same');
  return finished;
}

for (const placeholder of [undefined, Buffer.from('null')])
  test(`wherever it is killed, however often, it ends as if it had not been, and nothing finished is asked again (${placeholder === undefined ? 'without' : 'with'} placeholders)`, async () => {
    const options: Partial<TransformJobOptions> = { placeholder, maximumRetryAttempts: 2, windowBytes: 8 * 4200 };
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat(400), { maxLength: 4 }), fc.nat(), async (input, cuts, seed) => {
        const text = input.map((line) => `${line}\n`).join('');
        const whole = new MemoryDisk();
        await stageOf(options, says, seed).run([{ input: inputOf(text), place: whole }]);
        const disk = new MemoryDisk();
        for (const room of [...cuts, Number.POSITIVE_INFINITY]) {
          disk.room = room;
          const finished = finishedOn(disk, input, placeholder !== undefined);
          const { run, endpoint } = stageOf(options, says, seed + room);
          await run([{ input: inputOf(text), place: disk }]);
          assert.deepEqual(
            endpoint.asked.filter((line) => finished.has(line)),
            [],
          );
        }
        assert.deepEqual([disk.results, disk.errors], [whole.results, whole.errors]);
      }),
      { numRuns: 80 },
    );
  });
