import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell, DeviceSpec } from '../../bench/policies/cells/cell.ts';
import { device } from '../../bench/policies/cells/matrix.ts';
import { BASELINES } from '../../bench/policies/contestants/baselines.ts';
import type { Contestant } from '../../bench/policies/contestants/contestant.ts';
import { Fixed } from '../../bench/policies/contestants/fixed.ts';
import { runLean } from '../../bench/policies/measure/run-lean.ts';
import { Trace } from '../../bench/policies/traffic/trace.ts';
import { Fate } from '../../bench/policies/world/fate.ts';
import { OPENING_CALL, type World } from '../../bench/policies/world/world.ts';

/** Requests at these times; calls take 10 ms and 1 ms an item, times their factor, and half a millisecond of wire. */
class Told extends Fate {
  override readonly trace: Trace;
  readonly #jitters: readonly number[];

  constructor(cell: Cell, times: readonly number[], jitters: readonly number[] = []) {
    super(cell);
    const left = [...times];
    this.trace = new Trace(() => left.shift() ?? Number.POSITIVE_INFINITY);
    this.#jitters = jitters;
  }

  override jitterOf(call: number): number {
    return this.#jitters[call - OPENING_CALL] ?? 1;
  }
}

interface Case {
  readonly times: readonly number[];
  readonly jitters?: readonly number[];
  readonly deadlineMs?: number;
  readonly device?: Partial<DeviceSpec>;
  readonly enter: (world: World) => Contestant;
}

function figures({ times, jitters, deadlineMs = 1000, enter, device: spec }: Case) {
  const traffic = { kind: 'poisson', load: 1, keys: 1, tenants: 1 } as const;
  const cell: Cell = { name: 'told', device: { ...device(10), baseMs: 10, perUnitMs: 1, ...spec }, traffic, deadlineMs };
  const { goodput, meanLatencyMs, lateShare, refusedShare, ...rest } = runLean(
    cell,
    new Told(cell, times, jitters),
    { from: 0, to: 1000 },
    enter,
  );
  return { inTime: goodput, meanLatencyMs, lateShare, refusedShare, ...rest };
}

function fixed(size: number, delayMs: number, inFlight: number, sheds = false): (world: World) => Contestant {
  return (world) => new Fixed(world, { size, delayMs, inFlight }, { sheds });
}

function baseline(name: string): (world: World) => Contestant {
  const found = BASELINES.find((each) => each.name === name);
  assert.ok(found);
  return found.enter;
}

test('a fixed rule sends at its size or after its delay', () => {
  const { inTime, meanLatencyMs, meanBatch } = figures({ times: [0, 1, 30], enter: fixed(2, 5, 1) });
  assert.equal(inTime, 3);
  // Two at 1, back at 13.5; one at 35, back at 46.5.
  assert.ok(Math.abs(meanLatencyMs - (13.5 + 12.5 + 16.5) / 3) < 1e-9);
  assert.equal(meanBatch, 1.5);
});

test('a fixed rule keeps to its calls in flight', () => {
  // Alone: back at 11.5; then the other two together, back at 24.
  const one = figures({ times: [0, 1, 2], enter: fixed(4, 0, 1) });
  assert.ok(Math.abs(one.meanLatencyMs - (11.5 + 23 + 22) / 3) < 1e-9);
  // The second waits at the device, the third goes when the first is back: it reaches the device at 11.75, which is busy until 22.25.
  const two = figures({ times: [0, 1, 2], enter: fixed(4, 0, 2) });
  assert.ok(Math.abs(two.meanLatencyMs - (11.5 + 21.5 + 31.5) / 3) < 1e-9);
});

test('who can not be answered in time is turned away on arrival', () => {
  // The first is back at 11.5. Another could be back at 23: in time for who came at 3, not for who came at 1 or 2.
  const { inTime, refusedShare, meanLatencyMs } = figures({ times: [0, 1, 2, 3], deadlineMs: 20, enter: fixed(1, 0, 1, true) });
  assert.equal(inTime, 2);
  assert.equal(refusedShare, 0.5);
  assert.equal(meanLatencyMs, (11.5 + 20) / 2);
});

test('who is past hope when the slot is free is given up, and does not keep others waiting', () => {
  // The first call takes three times as long as expected and is late itself.
  const { inTime, lateShare, refusedShare, meanLatencyMs } = figures({
    times: [0, 1, 20],
    jitters: [3],
    deadlineMs: 30,
    enter: fixed(4, 0, 1, true),
  });
  assert.equal(inTime, 1);
  assert.equal(lateShare, 0.5);
  assert.equal(refusedShare, 1 / 3);
  assert.equal(meanLatencyMs, 25);
});

test('a throttled call goes back to the front, and waits for another to land', () => {
  const { inTime, meanLatencyMs, throttledShare } = figures({
    times: [0, 1, 2],
    device: { servers: 16, bears: 1 },
    enter: fixed(1, 0, 2),
  });
  assert.equal(inTime, 3);
  // The second is throttled at 1, sent again when the first is back at 11.5; then the third finds it running until 22.75.
  assert.ok(throttledShare > 0.3);
  assert.ok(Math.abs(meanLatencyMs - (11.5 + 22 + 32.5) / 3) < 1e-9);
});

test("the agent's batcher of KServe waits for 32 requests or five seconds", () => {
  const full = figures({ times: Array.from({ length: 32 }, (_, i) => i), enter: baseline('kserve') });
  assert.equal(full.meanBatch, 32);
  assert.equal(full.inTime, 32);
  assert.equal(figures({ times: [0], deadlineMs: 6000, enter: baseline('kserve') }).meanLatencyMs, 5011.5);
});

test('Triton takes all that waits as soon as the instance is free, with no wire in between', () => {
  // Both ends of the wire lie before it: 11 ms for the first alone, then the other two from 11 to 23.
  const { meanLatencyMs } = figures({ times: [0, 1, 2], enter: baseline('triton') });
  assert.ok(Math.abs(meanLatencyMs - (11.5 + 22.5 + 21.5) / 3) < 1e-9);
});

test('CORK looks at its line every millisecond and, trained, waits as long as it has lately', () => {
  const times = Array.from({ length: 30 }, (_, i) => 30 * i);
  const { inTime, meanBatch } = figures({ times, enter: baseline('cork') });
  assert.equal(inTime, 30);
  assert.equal(meanBatch, 1);
  const crowded = figures({ times: Array.from({ length: 200 }, (_, i) => i), deadlineMs: 100, enter: baseline('cork') });
  assert.ok(crowded.meanBatch > 5);
});
