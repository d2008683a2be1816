import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { mergeShards, splitShard } from '../../support/kinesis/emulators.ts';
import type { GatewayProcess } from '../gateway-process.ts';
import type { Account } from './account.ts';
import { flow } from './flow.ts';
import { Stage, until } from './stage.ts';

/** Records of a scenario. */
const RECORDS = Number(process.env['STREAM_RECORDS'] ?? 1000);

/** Where leases are to expire. */
const SHORT_LEASES = { failoverMs: 2000 };

/** Where none must, however slow the machine is. */
const LONG_LEASES = { failoverMs: 6000 };

const CLEAN: Account = { lost: 0, ahead: 0, twice: 0, wrong: 0, disorders: 0, dead: 0 };

function assertAtLeastOnce(context: TestContext, account: Account): void {
  context.diagnostic(`${context.name}: ${JSON.stringify(account)}`);
  assert.deepEqual({ ...account, twice: 0 }, CLEAN);
}

function assertOnce(context: TestContext, account: Account): void {
  context.diagnostic(`${context.name}: ${JSON.stringify(account)}`);
  assert.deepEqual(account, CLEAN);
}

function leasesOf(gateway: GatewayProcess): Promise<number | undefined> {
  return gateway.metric('tidegate_stream_leases{stream="input"}');
}

async function untilShared(gateways: readonly GatewayProcess[], each: number): Promise<void> {
  await until(
    `${each} shards each`,
    async () => (await Promise.all(gateways.map((gateway) => leasesOf(gateway)))).every((leases) => leases === each),
    gateways[0],
  );
}

/** The environment of a gateway that can be broken from within. */
function broken(how: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  const preload = new URL('./preload.mjs', import.meta.url).href;
  const numbers = Object.entries(how).map(([name, value]) => [name, String(value)]);
  return { NODE_OPTIONS: `--import ${preload}`, ...Object.fromEntries(numbers) };
}

const HOUR_MS = 3_600_000;

/** Each scenario has services and processes of its own, and mostly waits. */
describe('a fleet behind faults', { concurrency: 2 }, () => {
  test('a worker that joins is given half of the shards, and one that is asked to stop gives all of its back: nothing twice', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: LONG_LEASES });
    const first = await stage.gateway();
    const records = flow(stage, RECORDS);
    await until('it has all', async () => (await leasesOf(first)) === 4, first);
    const second = await stage.gateway();
    await untilShared([first, second], 2);
    assert.equal(await first.metric('tidegate_stream_lease_changes_total{stream="input",what="released"}'), 2);
    assert.equal(await first.end('SIGTERM'), 0);
    assert.equal((await stage.account()).ahead, 0);
    await until('the second has all', async () => (await leasesOf(second)) === 4, second);
    await records.stop();
    await stage.allDone(second);
    assertOnce(context, await stage.account());
  });

  test('one of two is killed, again and again', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
    const records = flow(stage, RECORDS);
    const stays = await stage.gateway();
    for (let round = 0; round < 3; round += 1) {
      const goes = await stage.gateway();
      await untilShared([stays, goes], 2);
      await goes.end('SIGKILL');
      assert.equal((await stage.account()).ahead, 0, `at kill ${round}`);
    }
    await records.stop();
    await stage.allDone(stays);
    assertAtLeastOnce(context, await stage.account());
  });

  test('one of two stands still for longer than its leases live, and goes on as if nothing were', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
    const records = flow(stage, RECORDS);
    const [zombie, other] = [await stage.gateway(), await stage.gateway()];
    await untilShared([zombie, other], 2);
    zombie.signal('SIGSTOP');
    await until('the other has all', async () => (await leasesOf(other)) === 4, other);
    zombie.signal('SIGCONT');
    await until('it knows', () => zombie.log.some(({ msg }) => msg === 'shard lost'), zombie);
    await untilShared([zombie, other], 2);
    await records.stop();
    await stage.allDone(other);
    assertAtLeastOnce(context, await stage.account());
  });

  test('the lease table is down for longer than leases live, and a quarter of its answers are lost', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
    const records = flow(stage, RECORDS);
    const gateways = [await stage.gateway(), await stage.gateway()];
    await untilShared(gateways, 2);
    stage.dynamo.inject({ how: '503', forMs: 5000 });
    await pause(5000);
    assert.equal((await stage.account()).ahead, 0);
    stage.dynamo.inject({ how: 'lost', operations: ['UpdateItem'], share: 0.25, forMs: 5000 });
    await pause(5000);
    await untilShared(gateways, 2);
    await records.stop();
    await stage.allDone(gateways[0] as GatewayProcess);
    assertAtLeastOnce(context, await stage.account());
  });

  for (const shiftMs of [HOUR_MS, -HOUR_MS]) {
    test(`the wall clock of one of two is ${shiftMs / HOUR_MS} h off: it has its share, and keeps it`, async (context) => {
      const stage = await Stage.open(context, { shards: 4, source: LONG_LEASES });
      const records = flow(stage, RECORDS);
      const gateways = [await stage.gateway(broken({ TEST_CLOCK_SHIFT_MS: shiftMs })), await stage.gateway()];
      await untilShared(gateways, 2);
      await pause(3000);
      await untilShared(gateways, 2);
      await records.stop();
      await stage.allDone(gateways[0] as GatewayProcess);
      assertOnce(context, await stage.account());
      for (const gateway of gateways) assert.ok(gateway.log.every(({ msg }) => msg !== 'shard lost'));
    });
  }

  test('the event loop of one of two stands still for longer than its leases live: it loses them, and has its share again', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
    const records = flow(stage, RECORDS);
    const [blocked, other] = [await stage.gateway(broken({ TEST_BLOCK_MS: 4500 })), await stage.gateway()];
    await untilShared([blocked, other], 2);
    blocked.signal('SIGUSR2');
    await until('it knows', () => blocked.log.some(({ msg }) => msg === 'shard lost'), blocked);
    assert.equal((await stage.account()).ahead, 0);
    await untilShared([blocked, other], 2);
    await records.stop();
    await stage.allDone(other);
    assertAtLeastOnce(context, await stage.account());
  });

  test('shards are split and merged under two workers, and answers of writes to table and output are lost', async (context) => {
    const stage = await Stage.open(context, { source: SHORT_LEASES });
    const records = flow(stage, RECORDS);
    const gateways = [await stage.gateway(), await stage.gateway()];
    await untilShared(gateways, 1);
    stage.dynamo.inject({ how: 'lost', operations: ['UpdateItem'], share: 0.25 });
    stage.kinesis.inject({ how: 'lost', operations: ['PutRecords'], share: 0.1 });
    const [first = ''] = await stage.openShards();
    await splitShard(stage.operator, 'input', first);
    await untilShared(gateways, 1);
    await pause(3000);
    const [left = '', right = ''] = await stage.openShards();
    await mergeShards(stage.operator, 'input', left, right);
    await pause(3000);
    assert.equal((await stage.account()).ahead, 0);
    await records.stop();
    await stage.allDone(gateways[0] as GatewayProcess);
    assertAtLeastOnce(context, await stage.account());
  });

  test('two workers within what Kinesis allows a shard, reads and writes throttled: all is done, and nobody asks in a loop', async (context) => {
    const stage = await Stage.open(context, { shards: 2, source: LONG_LEASES });
    stage.kinesis.inject({ how: 'throttled', operations: ['GetRecords'], share: 0.7 });
    stage.kinesis.recordsPerSecond = 150;
    stage.kinesis.failRecords({ share: 0.05 });
    const records = flow(stage, RECORDS);
    const gateways = [await stage.gateway(), await stage.gateway()];
    const startedAt = performance.now();
    const before = stage.kinesis.calls('GetRecords');
    await records.stop();
    await stage.allDone(gateways[0] as GatewayProcess);
    const perSecond = ((stage.kinesis.calls('GetRecords') - before) / (performance.now() - startedAt)) * 1000;
    context.diagnostic(`${stage.kinesis.met('throttled')} throttled, ${perSecond.toFixed(1)} calls of GetRecords a second`);
    assert.ok(stage.kinesis.met('throttled') > 3 && perSecond <= 2 * 5, String(perSecond));
    assertAtLeastOnce(context, await stage.account());
  });
});
