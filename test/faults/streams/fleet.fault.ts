import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { mergeShards, setShardCount, splitShard } from '../../support/kinesis/emulators.ts';
import type { GatewayProcess } from '../gateway-process.ts';
import { assertAtLeastOnce, assertOnce, RECORDS, SHORT_LEASES } from './scenario.ts';
import { CHECKPOINT_MS, Stage, until } from './stage.ts';

type Fleet = readonly [GatewayProcess, GatewayProcess];

const HOUR_MS = 3_600_000;

async function startTwo(stage: Stage): Promise<Fleet> {
  const fleet: Fleet = await Promise.all([stage.gateway(), stage.gateway()]);
  await untilShared(fleet);
  return fleet;
}

function leasesOf(gateway: GatewayProcess): Promise<number> {
  return gateway.metric('tidegate_stream_leases{stream="input"}');
}

function changesOf(gateway: GatewayProcess, what: string): Promise<number> {
  return gateway.metric(`tidegate_stream_lease_changes_total{stream="input",what="${what}"}`);
}

async function untilShared(fleet: Fleet, each = 2): Promise<void> {
  const isShared = async (): Promise<boolean> => (await Promise.all(fleet.map(leasesOf))).every((count) => count === each);
  await until(`each has ${each}`, isShared, fleet[0]);
}

/** Evenly over some time, so that there is work at every moment of it. */
async function putOver(stage: Stage, overMs: number, from = 0, to = RECORDS): Promise<void> {
  const parts = Math.ceil(overMs / 100);
  const at = (part: number): number => from + Math.round(((to - from) * part) / parts);
  for (let part = 0; part < parts; part += 1) {
    await stage.put(at(part), at(part + 1));
    await pause(100);
  }
}

/** A process never has two consumers of one shard: what it logs of taking and leaving one takes turns. */
function assertOneConsumerEach(fleet: readonly GatewayProcess[]): void {
  for (const { log } of fleet) {
    const held = new Set<unknown>();
    for (const { msg, shard } of log.filter(({ shard: of }) => of !== undefined)) {
      if (msg === 'shard taken') assert.ok(!held.has(shard), `${String(shard)} was taken while it was held`);
      if (msg === 'shard taken') held.add(shard);
      else held.delete(shard);
    }
  }
}

function preload(name: string): string {
  return fileURLToPath(new URL(`preloads/${name}.cjs`, import.meta.url));
}

/** Each has services and processes of its own, and mostly waits. */
describe('workers of one stream behind faults', { concurrency: 3 }, () => {
  test('two share the work: nothing twice', async (context) => {
    const stage = await Stage.open(context, { shards: 4 });
    const fleet = await startTwo(stage);
    await stage.put(0, RECORDS);
    await stage.allDone(fleet[0]);
    for (const each of fleet)
      assert.ok((await each.metric('tidegate_stream_records_total{stream="input",outcome="ok"}')) > 0, 'each has done some');
    assertOnce(context, await stage.account());
  });

  test('a second joins under load, and is handed its share: nothing twice', async (context) => {
    const stage = await Stage.open(context, { shards: 4 });
    const first = await stage.gateway();
    await until('it has all', async () => (await leasesOf(first)) === 4, first);
    const putting = putOver(stage, 6000);
    const second = await stage.gateway();
    const joinedAt = performance.now();
    await untilShared([first, second]);
    context.diagnostic(`shared within ${Math.round(performance.now() - joinedAt)} ms`);
    assert.equal(await changesOf(second, 'handed'), 2);
    await putting;
    await stage.allDone(second);
    assertOneConsumerEach([first, second]);
    assertOnce(context, await stage.account());
  });

  test('SIGTERM of one under load: the other takes over at once, nothing twice', async (context) => {
    const stage = await Stage.open(context, { shards: 4 });
    const [first, second] = await startTwo(stage);
    const putting = putOver(stage, 4000);
    await until('both are at work', () => stage.model.calls > 10, first);
    assert.equal(await first.end('SIGTERM'), 0);
    const endedAt = performance.now();
    await until('the other has all', async () => (await leasesOf(second)) === 4, second);
    context.diagnostic(`taken over within ${Math.round(performance.now() - endedAt)} ms`);
    assert.equal(await changesOf(second, 'expired'), 0, 'without waiting for them to expire');
    await putting;
    await stage.allDone(second);
    assertOnce(context, await stage.account());
  });

  test('one stands still for longer than its leases live, and goes on: what it had is not stored by it', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
    const fleet = await startTwo(stage);
    const [one, zombie] = fleet;
    stage.model.isHung = true;
    await stage.put(0, RECORDS / 2);
    const inFlight = 'tidegate_in_flight_batches{endpoint="model"}';
    await until('it waits for the model', async () => (await zombie.metric(inFlight)) > 0, zombie);
    zombie.signal('SIGSTOP');
    // The answers for it wait where it will find them.
    stage.model.isHung = false;
    await until('the other has all', async () => (await leasesOf(one)) === 4, one);
    await stage.allDone(one);
    await pause(2 * CHECKPOINT_MS);
    const checkpoints = await stage.checkpoints();
    assert.equal((await stage.account()).twice, 0);
    zombie.signal('SIGCONT');
    await until('it knows', async () => (await changesOf(zombie, 'lost')) >= 2, zombie);
    assert.ok(zombie.log.some(({ msg }) => msg === 'shard lost'));
    await pause(2 * CHECKPOINT_MS);
    assert.deepEqual(await stage.checkpoints(), checkpoints, 'it has stored none of its own');
    await putOver(stage, 1000, RECORDS / 2, RECORDS);
    await stage.allDone(one);
    await untilShared(fleet);
    assertOneConsumerEach(fleet);
    assertOnce(context, await stage.account());
  });

  test('kill -9 of one of two under load, three times', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
    let [victim, other] = await startTwo(stage);
    const putting = putOver(stage, 8000);
    for (let round = 0; round < 3; round += 1) {
      const mortal = victim;
      await until('it is at work', async () => (await leasesOf(mortal)) > 0 && stage.model.calls > 5, mortal);
      await pause(150 * round);
      await mortal.end('SIGKILL');
      assert.equal((await stage.account()).ahead, 0, `at kill ${round}`);
      [victim, other] = [other, await stage.gateway()];
    }
    await putting;
    await stage.allDone(other);
    await untilShared([victim, other]);
    assertAtLeastOnce(context, await stage.account());
  });

  for (const how of ['503', 'reset', 'hung', 'throttled'] as const)
    test(`the lease table is down for longer than leases live (${how})`, async (context) => {
      const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
      const fleet = await startTwo(stage);
      const putting = putOver(stage, 6000);
      await until('they are at work', () => stage.model.calls > 10, fleet[0]);
      const calls = stage.dynamo.calls('UpdateItem');
      stage.dynamo.inject({ how, forMs: 5000 });
      await pause(5000);
      for (const each of fleet) assert.ok((await changesOf(each, 'lost')) >= 2, 'each knows that it lost its leases');
      const perSecond = (stage.dynamo.calls('UpdateItem') - calls) / 5;
      assert.ok(perSecond < 60, `${perSecond} writes a second`);
      assert.equal((await stage.account()).ahead, 0);
      await putting;
      await stage.allDone(fleet[0]);
      await untilShared(fleet);
      assertOneConsumerEach(fleet);
      assertAtLeastOnce(context, await stage.account());
    });

  test('answers of writes to the output and the lease table are lost', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: { failoverMs: 4000 } });
    stage.dynamo.inject({ how: 'lost', operations: ['UpdateItem'], share: 0.25 });
    stage.kinesis.inject({ how: 'lost', operations: ['PutRecords'], share: 0.1 });
    const fleet = await startTwo(stage);
    await putOver(stage, 4000);
    await stage.allDone(fleet[0]);
    context.diagnostic(`${stage.dynamo.met('lost')} and ${stage.kinesis.met('lost')} answers lost`);
    assert.ok(stage.dynamo.met('lost') > 0 && stage.kinesis.met('lost') > 0, 'the faults were met');
    await untilShared(fleet);
    assertOneConsumerEach(fleet);
    assertAtLeastOnce(context, await stage.account());
  });

  for (const hours of [1, -1])
    test(`the clock of one is ${Math.abs(hours)} h ${hours > 0 ? 'fast' : 'slow'}: nothing twice`, async (context) => {
      const stage = await Stage.open(context, { shards: 4 });
      for (const proxy of [stage.kinesis, stage.dynamo]) proxy.checksClocks = true;
      const environment = { CLOCK_AHEAD_MS: String(hours * HOUR_MS) };
      const wrong = await stage.gateway({ preload: preload('wrong-clock'), environment });
      await until('it has all', async () => (await leasesOf(wrong)) === 4, wrong);
      const right = await stage.gateway();
      await putOver(stage, 2000);
      await untilShared([wrong, right]);
      await stage.put(RECORDS, RECORDS + 100);
      await stage.allDone(right);
      const skewed = stage.kinesis.met('skewed') + stage.dynamo.met('skewed');
      context.diagnostic(`${skewed} calls refused for their clock`);
      assert.ok(skewed > 0 && skewed < 20, `${skewed} calls refused for their clock`);
      assert.equal((await changesOf(wrong, 'lost')) + (await changesOf(right, 'expired')), 0);
      assertOnce(context, await stage.account());
    });

  test('the event loop of one is blocked for longer than its leases live', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
    const blocked = await stage.gateway({ preload: preload('busy-loop'), environment: { BLOCK_MS: '4000' } });
    const fleet: Fleet = [await stage.gateway(), blocked];
    await untilShared(fleet);
    const putting = putOver(stage, 5000);
    await until('they are at work', () => stage.model.calls > 10, blocked);
    blocked.signal('SIGUSR2');
    await until('the other has all', async () => (await leasesOf(fleet[0])) === 4, fleet[0]);
    await until('it knows', async () => (await changesOf(blocked, 'lost')) >= 2, blocked);
    assert.equal((await stage.account()).ahead, 0);
    await putting;
    await stage.allDone(blocked);
    await untilShared(fleet);
    assertOneConsumerEach(fleet);
    assertAtLeastOnce(context, await stage.account());
  });

  test('shards are split and merged under load: nothing twice', async (context) => {
    const stage = await Stage.open(context);
    const fleet: Fleet = await Promise.all([stage.gateway(), stage.gateway()]);
    await untilShared(fleet, 1);
    const putting = putOver(stage, 4000);
    await until('they are at work', () => stage.model.calls > 3, fleet[0]);
    const [low = '', high = ''] = await stage.openShards();
    await splitShard(stage.operator, 'input', low);
    await pause(1000);
    const [, middle = ''] = await stage.openShards();
    await mergeShards(stage.operator, 'input', middle, high);
    await putting;
    await stage.allDone(fleet[0]);
    await untilShared(fleet, 1);
    assertOneConsumerEach(fleet);
    assertOnce(context, await stage.account());
  });

  test('the number of shards is doubled under load: nothing twice', async (context) => {
    const stage = await Stage.open(context, { emulator: 'kinesis-local' });
    const fleet: Fleet = await Promise.all([stage.gateway(), stage.gateway()]);
    await untilShared(fleet, 1);
    const putting = putOver(stage, 4000);
    await until('they are at work', () => stage.model.calls > 3, fleet[0]);
    await setShardCount(stage.operator, 'input', 4);
    await putting;
    await stage.allDone(fleet[0]);
    await untilShared(fleet, 2);
    assertOneConsumerEach(fleet);
    assertOnce(context, await stage.account());
  });

  test('shards are split and merged while nobody runs, and two come: nothing twice', async (context) => {
    const stage = await Stage.open(context);
    const before = await stage.gateway();
    const part = RECORDS / 4;
    await stage.put(0, part);
    await stage.allDone(before);
    assert.equal(await before.end('SIGTERM'), 0);
    await stage.put(part, 2 * part);
    const [low = '', high = ''] = await stage.openShards();
    await splitShard(stage.operator, 'input', low);
    await stage.put(2 * part, 3 * part);
    const [, middle = ''] = await stage.openShards();
    await mergeShards(stage.operator, 'input', middle, high);
    await stage.put(3 * part, 4 * part);
    const fleet: Fleet = await Promise.all([stage.gateway(), stage.gateway()]);
    await stage.allDone(fleet[0]);
    await untilShared(fleet, 1);
    assertOneConsumerEach(fleet);
    assertOnce(context, await stage.account());
  });

  test('reads and writes are throttled, and records of them fail one by one: no hot loop', async (context) => {
    const stage = await Stage.open(context, { shards: 4 });
    stage.kinesis.reads.impose(1.5);
    stage.kinesis.recordsPerSecond = RECORDS / 3;
    stage.kinesis.failRecords({ share: 0.05 });
    const fleet = await startTwo(stage);
    const startedAt = performance.now();
    const calls = (): readonly number[] => ['GetRecords', 'PutRecords'].map((operation) => stage.kinesis.calls(operation));
    const before = calls();
    await stage.put(0, RECORDS);
    await stage.allDone(fleet[0]);
    const seconds = (performance.now() - startedAt) / 1000;
    const [reads = 0, writes = 0] = calls().map((count, index) => (count - (before[index] ?? 0)) / seconds);
    const { kinesis } = stage;
    context.diagnostic(
      `${reads.toFixed(1)} reads, ${writes.toFixed(1)} writes a second; ${kinesis.met('throttled')} throttled, ${kinesis.met('record')} records failed`,
    );
    assert.ok(kinesis.met('throttled') > 0 && kinesis.met('record') > 0, 'the faults were met');
    assert.ok(reads < 20, `${reads} reads a second of four shards`);
    assert.ok(writes < 150, `${writes} writes a second`);
    assert.ok(kinesis.met('record') < RECORDS, `${kinesis.met('record')} records failed`);
    assertOnce(context, await stage.account());
  });
});
