import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from '../../faults/streams/account.ts';
import { Stage, until } from '../../faults/streams/stage.ts';
import { mergeShards, splitShard } from '../../support/kinesis/emulators.ts';

const RECORDS = 1000;
const CLEAN: Account = { lost: 0, ahead: 0, twice: 0, wrong: 0, disorders: 0, dead: 0 };

/** The built gateway, fanned out to by the real SDK: each has services and processes of its own, and mostly waits. */
describe('a stream that is pushed', { concurrency: 2 }, () => {
  test('subscriptions are renewed, break, are taken and go silent: every record once, and nothing else by HTTP/2', async (context) => {
    const stage = await Stage.open(context, { shards: 2, fansOut: true });
    const server = stage.fanOut ?? assert.fail('no server');
    server.switches.idleMs = 500;
    const gateway = await stage.gateway();
    await stage.put(0, RECORDS);
    await stage.allDone(gateway);
    const happenings = [
      () => server.drop('in an event'),
      () => server.drop('between events'),
      () => server.takeOver(),
      () => (server.switches.renewAfterMs = 1000),
    ];
    for (const [index, happen] of happenings.entries()) {
      const before = server.begun.length;
      happen();
      await stage.put(RECORDS + index * 100, RECORDS + index * 100 + 100);
      await until('it has subscribed again', () => server.begun.length >= before + 2, gateway);
      await stage.allDone(gateway);
    }
    server.switches.isSilent = true;
    await stage.put(2 * RECORDS, 2 * RECORDS + 100);
    await pause(12_000);
    server.switches.isSilent = false;
    await stage.allDone(gateway);
    assert.deepEqual(await stage.account(), CLEAN);
    assert.deepEqual([server.astray, server.consumers.names], [[], ['tidegate-input']]);
    assert.ok((await gateway.metric('tidegate_stream_iterator_restarts_total{stream="input"}')) >= 10, 'opened again');
    assert.equal(await gateway.end('SIGTERM'), 0);
    await until('its connections are closed', () => server.open.sessions === 0);
    assert.deepEqual(server.consumers.names, ['tidegate-input']);
  });

  test('shards are split and merged while it reads: every record once, in order of its key', async (context) => {
    const stage = await Stage.open(context, { shards: 2, fansOut: true });
    const server = stage.fanOut ?? assert.fail('no server');
    const gateway = await stage.gateway();
    await stage.put(0, RECORDS / 2);
    const [low = ''] = await stage.openShards();
    await splitShard(stage.operator, 'input', low);
    await stage.put(RECORDS / 2, RECORDS);
    const [one = '', other = ''] = await stage.openShards();
    await mergeShards(stage.operator, 'input', one, other);
    await stage.put(RECORDS, RECORDS + 500);
    await stage.allDone(gateway);
    assert.deepEqual(await stage.account(), CLEAN);
    await until('only what is open is subscribed to', () => server.open.streams === 2, gateway);
    assert.deepEqual(server.astray, []);
  });

  test('kill -9 in the middle of batches, three times, and another process each time: nothing is lost', async (context) => {
    const stage = await Stage.open(context, { shards: 2, fansOut: true, source: { failoverMs: 2000 } });
    const server = stage.fanOut ?? assert.fail('no server');
    for (let round = 0; round < 3; round += 1) {
      const gateway = await stage.gateway();
      await stage.put(round * 500, (round + 1) * 500);
      const calls = stage.model.calls;
      await until('it is at work', () => stage.model.calls > calls + 2, gateway);
      await pause(200 + 250 * round);
      await gateway.end('SIGKILL');
      assert.equal((await stage.account()).ahead, 0, `at kill ${round}`);
      await until('its connections are closed', () => server.open.sessions === 0);
    }
    await stage.allDone(await stage.gateway());
    const account = await stage.account();
    context.diagnostic(JSON.stringify(account));
    assert.deepEqual({ ...account, twice: 0 }, CLEAN);
  });

  test('a model that hangs: subscriptions are closed, leases stay, and all is read once when it answers again', async (context) => {
    const stage = await Stage.open(context, { shards: 2, fansOut: true, source: { maxBufferedBytes: 1_048_576 } });
    const server = stage.fanOut ?? assert.fail('no server');
    const gateway = await stage.gateway();
    await until('it has subscribed', () => server.open.streams === 2, gateway);
    stage.model.isHung = true;
    const body = (number: number): string => `{"instances":[${number}]}`.padEnd(10_000);
    await stage.putBodies(Array.from({ length: 600 }, (_, number) => ({ key: `key ${number % 10}`, body: body(number) })));
    await until('nothing is subscribed to', () => server.open.sessions === 0, gateway);
    const buffered = await gateway.metric('tidegate_stream_buffered_bytes{stream="input"}');
    assert.ok(buffered > 1_000_000 && buffered < 12_000_000, `${buffered} bytes held`);
    await pause(3000);
    assert.equal(server.begun.length, 2);
    assert.equal(await gateway.metric('tidegate_stream_leases{stream="input"}'), 2);
    stage.model.isHung = false;
    await stage.allDone(gateway);
    assert.deepEqual(await stage.account(), CLEAN);
  });
});
