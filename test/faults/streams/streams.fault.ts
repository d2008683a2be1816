import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { splitShard } from '../../support/kinesis/emulators.ts';
import { assertAtLeastOnce, assertOnce, RECORDS, SHORT_LEASES } from './scenario.ts';
import { Stage, until } from './stage.ts';

/** What does not take two workers (see fleet.fault.ts). Each has services and processes of its own, and mostly waits. */
describe('a stream behind faults', { concurrency: 2 }, () => {
  test('kill -9 in the middle of batches, three times', async (context) => {
    const stage = await Stage.open(context, { shards: 4, source: SHORT_LEASES });
    for (let round = 0; round < 3; round += 1) {
      const gateway = await stage.gateway();
      await stage.put((round * RECORDS) / 2, ((round + 1) * RECORDS) / 2);
      const calls = stage.model.calls;
      await until('it is at work', () => stage.model.calls > calls + 2, gateway);
      await pause(200 + 250 * round);
      await gateway.end('SIGKILL');
      assert.equal((await stage.account()).ahead, 0, `at kill ${round}`);
    }
    await stage.allDone(await stage.gateway());
    assertAtLeastOnce(context, await stage.account());
  });

  test('SIGTERM in the middle of batches, and another process after it: nothing twice', async (context) => {
    const stage = await Stage.open(context);
    const first = await stage.gateway();
    await stage.put(0, RECORDS);
    await until('it is at work', () => stage.model.calls > 3, first);
    const startedAt = performance.now();
    assert.equal(await first.end('SIGTERM'), 0);
    context.diagnostic(`ended within ${Math.round(performance.now() - startedAt)} ms`);
    const atTheStop = await stage.account();
    assert.equal(atTheStop.ahead, 0);
    await stage.put(RECORDS, RECORDS + 100);
    const second = await stage.gateway();
    const takenAt = performance.now();
    await until(
      'the leases are taken',
      async () => (await second.metric('tidegate_stream_leases{stream="input"}')) === 2,
      second,
    );
    assert.ok(performance.now() - takenAt < 8000, 'without waiting for them to expire');
    await stage.allDone(second);
    assertOnce(context, await stage.account());
  });

  test('reads are throttled, iterators expire, answers of reads are lost', async (context) => {
    const stage = await Stage.open(context, { shards: 4 });
    stage.kinesis.inject({ how: 'throttled', operations: ['GetRecords', 'GetShardIterator', 'ListShards'], share: 0.35 });
    stage.kinesis.inject({ how: 'lost', operations: ['GetRecords'], share: 0.1 });
    const gateway = await stage.gateway();
    stage.kinesis.expireIterators(12);
    await stage.put(0, RECORDS);
    await stage.allDone(gateway);
    const { kinesis } = stage;
    context.diagnostic(`${kinesis.met('throttled')} throttled, ${kinesis.met('expired')} expired, ${kinesis.met('lost')} lost`);
    assert.ok(kinesis.met('throttled') > 0 && kinesis.met('expired') > 0, 'the faults were met');
    assertOnce(context, await stage.account());
  });

  test('poison, and records that are no requests', async (context) => {
    const stage = await Stage.open(context);
    const gateway = await stage.gateway();
    const bad = ['{"instances":["poison"]}', '{"instances":', '{"instances":["poison"]}', 'no JSON', '{"instances":["poison"]}'];
    for (const [index, body] of bad.entries()) {
      await stage.put((index * RECORDS) / 5, ((index + 1) * RECORDS) / 5);
      await stage.putBodies([{ key: `key ${index}`, body }]);
    }
    await stage.allDone(gateway);
    assertOnce(context, await stage.account(), { dead: bad.length });
    const codes = (await stage.deadLetters()).map(({ error }) => String(error?.code)).toSorted((a, b) => (a < b ? -1 : 1));
    assert.deepEqual(codes, ['INVALID_JSON', 'INVALID_JSON', 'MODEL_REFUSED', 'MODEL_REFUSED', 'MODEL_REFUSED']);
  });

  test('results that are larger than a record may be become dead letters, with their data where it fits', async (context) => {
    const stage = await Stage.open(context, { result: { includeInput: true } });
    const gateway = await stage.gateway();
    await stage.put(0, 100);
    await stage.putBodies([600, 900].map((kib) => ({ key: 'large', body: `{"instances":["${'x'.repeat(kib * 1024)}"]}` })));
    await stage.put(100, 200);
    await stage.allDone(gateway);
    assertOnce(context, await stage.account(), { dead: 2 });
    const letters = (await stage.deadLetters()).map(({ error, data = '' }) => ({
      code: error?.code,
      bytes: Buffer.from(data, 'base64').length,
    }));
    assert.deepEqual(
      letters.toSorted((a, b) => a.bytes - b.bytes),
      [
        { code: 'RESULT_REFUSED', bytes: 0 },
        { code: 'RESULT_REFUSED', bytes: 600 * 1024 + '{"instances":[""]}'.length },
      ],
    );
  });

  test('the dead-letter stream is down: nothing is skipped', async (context) => {
    const stage = await Stage.open(context);
    const takeBack = stage.kinesis.inject({ how: '503', operations: ['PutRecords'], names: ['dead'] });
    const gateway = await stage.gateway();
    await stage.putBodies([{ key: 'key 0', body: '{"instances":["poison"]}' }]);
    await stage.put(0, RECORDS);
    await until('all others are done', async () => (await stage.results()).length >= RECORDS - RECORDS / 10, gateway);
    await pause(1000);
    const meanwhile = await stage.account();
    assert.deepEqual([meanwhile.lost, meanwhile.ahead], [1 + RECORDS / 10, 0], 'it, and those of its key behind it');
    takeBack();
    await stage.allDone(gateway);
    assertOnce(context, await stage.account(), { dead: 1 });
  });

  test('the output is down: reading stops at the bytes that are allowed, leases stay, then all goes on', async (context) => {
    const stage = await Stage.open(context, { source: { maxBufferedBytes: 4 * 1024 * 1024 } });
    const gateway = await stage.gateway();
    const takeBack = stage.kinesis.inject({ how: '503', operations: ['PutRecords'] });
    const padding = ' '.repeat(100 * 1024);
    const bodies = Array.from({ length: 200 }, (_, number) => ({
      key: `k${number}`,
      body: `{"instances":[${number}]}${padding}`,
    }));
    for (let at = 0; at < bodies.length; at += 40) await stage.putBodies(bodies.slice(at, at + 40));
    await pause(6000);
    const buffered = await gateway.metric('tidegate_stream_buffered_bytes{stream="input"}');
    context.diagnostic(`${buffered} of 20 MB buffered`);
    assert.ok(buffered > 1e6 && buffered < 9e6, `${buffered} bytes buffered`);
    assert.equal(await gateway.metric('tidegate_stream_leases{stream="input"}'), 2);
    assert.equal((await stage.account()).ahead, 0);
    takeBack();
    await stage.allDone(gateway);
    assertOnce(context, await stage.account());
  });

  test('the model hangs: leases stay, and all is done once it answers', async (context) => {
    const stage = await Stage.open(context);
    const gateway = await stage.gateway();
    stage.model.isHung = true;
    await stage.put(0, RECORDS);
    await pause(6000);
    assert.equal(await gateway.metric('tidegate_stream_leases{stream="input"}'), 2);
    assert.equal((await stage.account()).lost, RECORDS);
    stage.model.isHung = false;
    await stage.allDone(gateway);
    assertOnce(context, await stage.account());
  });

  test('without an order to keep, kill -9 and a split: nothing is lost either', async (context) => {
    const stage = await Stage.open(context, { ordering: 'none', source: SHORT_LEASES });
    const first = await stage.gateway();
    await stage.put(0, RECORDS / 2);
    const [low = ''] = await stage.openShards();
    await splitShard(stage.operator, 'input', low);
    await stage.put(RECORDS / 2, RECORDS);
    await until('it is at work', () => stage.model.calls > 5, first);
    await first.end('SIGKILL');
    assert.equal((await stage.account()).ahead, 0);
    await stage.allDone(await stage.gateway());
    const account = await stage.account();
    assertAtLeastOnce(context, { ...account, disorders: 0 });
  });
});
