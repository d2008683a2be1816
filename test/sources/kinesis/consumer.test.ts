import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StreamWorld } from './stream-world.ts';

const HOUR_MS = 3_600_000;
const NONE = { lost: 0, twice: 0, ahead: 0 };

for (const fansOut of [false, true]) {
  const worldOf = (shards: number): StreamWorld => Object.assign(new StreamWorld({ shards }), { fansOut });
  const how = fansOut ? 'pushed' : 'asked for';

  test(`${how}: every record of every shard has a durable result, once, and in order of its key`, async () => {
    const world = worldOf(4);
    world.put(0, 400);
    const { consumer } = world.worker();
    void consumer.start();
    await world.clock.advance(2000);
    world.put(400, 600);
    await world.clock.advance(20_000);
    assert.deepEqual([world.audit(), world.disorders()], [NONE, 0]);
    assert.deepEqual([consumer.snapshot().leases, consumer.snapshot().bufferedBytes], [4, 0]);
    assert.deepEqual([world.stream.fanOut.open, world.stream.wire.calls('records') > 0], fansOut ? [4, false] : [0, true]);
  });

  test(`${how}: a worker that is killed leaves nothing behind a checkpoint that is not durable; the next one does the rest`, async () => {
    const world = worldOf(2);
    for (let round = 0; round < 5; round += 1) {
      world.put(round * 100, round * 100 + 100);
      const { consumer, kill } = world.worker();
      void consumer.start();
      await world.clock.advance(10_400 + round * 333);
      kill();
      assert.equal(world.aheadOfDurable(), 0, `at kill ${round}`);
    }
    void world.worker().consumer.start();
    await world.clock.advance(60_000);
    const { lost, ahead } = world.audit();
    assert.deepEqual([lost, ahead, world.disorders()], [0, 0, 0]);
  });

  test(`${how}: asked to stop, a worker finishes what it has read, and the next begins where it ended: nothing twice`, async () => {
    const world = worldOf(2);
    world.latencyMs = 300;
    world.put(0, 200);
    const first = world.worker().consumer;
    void first.start();
    await world.clock.advance(1500);
    const closed = first.close(60_000);
    world.put(200, 300);
    await world.clock.advance(30_000);
    await closed;
    assert.deepEqual([world.leases.audit.at(-1)?.after?.owner, world.stream.fanOut.open], [undefined, 0]);
    void world.worker().consumer.start();
    await world.clock.advance(60_000);
    assert.deepEqual(world.audit(), NONE);
  });
}

test('asked to stop while no checkpoint can be stored, a worker tries again before it lets go: nothing twice', async () => {
  const world = new StreamWorld({ shards: 2 });
  const first = world.worker().consumer;
  void first.start();
  await world.clock.advance(6000);
  world.put(0, 40);
  await world.clock.advance(1500);
  world.leases.wire.interfere({ how: 'refused', fault: 'throttled', operations: ['checkpoint'], forMs: 3000 });
  const closed = first.close(30_000);
  await world.clock.advance(30_000);
  await closed;
  assert.deepEqual([world.audit().lost, world.told.includes('leases throttled')], [0, true]);
  void world.worker().consumer.start();
  await world.clock.advance(20_000);
  assert.deepEqual(world.audit(), NONE);
});

test('shards that are split and merged under load, and while nobody runs, are read to their ends, parents before children', async () => {
  const world = new StreamWorld({ shards: 2 });
  const [one, two] = await world.stream.shards();
  const first = world.worker();
  void first.consumer.start();
  world.put(0, 100);
  await world.clock.advance(1000);
  const [a, b] = world.stream.split(one?.id ?? '');
  world.put(100, 200);
  await world.clock.advance(1000);
  const child = world.stream.merge(b, two?.id ?? '');
  world.put(200, 300);
  await world.clock.advance(15_000);
  const stopped = first.consumer.close(10_000);
  await world.clock.advance(10_000);
  await stopped;
  world.put(300, 400);
  world.stream.split(child);
  world.put(400, 500);
  world.stream.split(a);
  world.put(500, 600);
  void world.worker().consumer.start();
  await world.clock.advance(120_000);
  assert.deepEqual([world.audit(), world.disorders()], [NONE, 0], world.told.join('\n'));
});

test('poison is buried, and the checkpoint moves past it', async () => {
  const world = new StreamWorld();
  world.says = (body) => (JSON.parse(body).n % 50 === 7 ? 'MODEL_REFUSED' : undefined);
  world.put(0, 300);
  void world.worker().consumer.start();
  await world.clock.advance(30_000);
  assert.deepEqual([world.audit(), world.deadLetters.records.length], [NONE, 6]);
});

test('while the output is down reading stops at its bound and leases stay held; then all goes on', async () => {
  const world = new StreamWorld({ shards: 2, limits: { reads: false, writes: true } });
  const data = 'x'.repeat(50_000);
  const { consumer } = world.worker();
  void consumer.start();
  world.results.isDown = true;
  for (let number = 0; number < 1000; number += 1) world.stream.put(`key ${number}`, JSON.stringify({ n: number, data }));
  await world.clock.advance(10 * 60_000);
  const { bufferedBytes, leases } = consumer.snapshot();
  assert.ok(bufferedBytes > 1e6 && bufferedBytes < 20e6, `${bufferedBytes} bytes`);
  assert.deepEqual([leases, world.told.filter((text) => text.startsWith('lost'))], [2, []]);
  world.results.isDown = false;
  await world.clock.advance(10 * 60_000);
  assert.deepEqual(world.audit(), NONE);
});

test('while dead letters cannot be stored nothing is skipped', async () => {
  const world = new StreamWorld();
  world.says = (body) => (JSON.parse(body).n === 3 ? 'MODEL_REFUSED' : undefined);
  world.deadLetters.isDown = true;
  world.put(0, 50);
  void world.worker().consumer.start();
  await world.clock.advance(60_000);
  assert.deepEqual([world.audit().lost, world.aheadOfDurable()], [5, 0], 'it and those of its key behind it');
  world.deadLetters.isDown = false;
  await world.clock.advance(60_000);
  assert.deepEqual(world.audit(), NONE);
});

test('a model that hangs for ten minutes costs nothing but time: reading stops at its bound, and goes on', async () => {
  const world = new StreamWorld({ limits: { reads: false, writes: true } });
  const { consumer } = world.worker();
  void consumer.start();
  world.isHung = true;
  const data = 'x'.repeat(50_000);
  for (let number = 0; number < 600; number += 1) world.stream.put(`key ${number}`, JSON.stringify({ n: number, data }));
  await world.clock.advance(60_000);
  const { bufferedBytes } = consumer.snapshot();
  await world.clock.advance(9 * 60_000);
  assert.ok(bufferedBytes > 1e6 && bufferedBytes < 12e6, `${bufferedBytes} bytes of 30 MB`);
  assert.deepEqual([consumer.snapshot().leases, consumer.snapshot().bufferedBytes], [1, bufferedBytes]);
  world.isHung = false;
  world.put(600, 700);
  await world.clock.advance(120_000);
  assert.deepEqual([world.audit(), world.told.filter((text) => text.startsWith('lost'))], [NONE, []]);
});

test('with the lease table down, what was leased goes on until the lease may be another’s, then stops, and is taken again', async () => {
  const world = new StreamWorld();
  void world.worker().consumer.start();
  world.put(0, 50);
  await world.clock.advance(8000);
  world.leases.wire.interfere({ how: 'refused', fault: 'unavailable', forMs: 30_000 });
  world.put(50, 100);
  await world.clock.advance(25_000);
  assert.ok(
    world.told.some((text) => text.startsWith('lost')),
    world.told.join('\n'),
  );
  const asked = world.asked.length;
  world.put(100, 150);
  await world.clock.advance(4000);
  assert.equal(world.asked.length, asked, 'nothing is asked without a lease');
  await world.clock.advance(60_000);
  const { lost, ahead } = world.audit();
  assert.deepEqual([lost, ahead], [0, 0]);
});

test('lost answers of the lease table are found out, and cost no lease', async () => {
  const world = new StreamWorld({ shards: 3 });
  void world.worker().consumer.start();
  await world.clock.advance(1000);
  world.leases.wire.interfere({ how: 'lost', fault: 'unavailable', share: 0.3, forMs: 120_000 });
  for (let round = 0; round < 12; round += 1) {
    world.put(round * 20, round * 20 + 20);
    await world.clock.advance(10_000);
  }
  await world.clock.advance(30_000);
  assert.deepEqual([world.audit(), world.told.filter((text) => text.startsWith('lost'))], [NONE, []]);
});

test('LATEST begins where it began, also when a worker dies before its first checkpoint', async () => {
  const world = new StreamWorld();
  world.put(0, 20);
  await world.clock.advance(1000);
  const first = world.worker({ startingPosition: 'LATEST' });
  void first.consumer.start();
  await world.clock.advance(1000);
  first.kill();
  world.put(20, 40);
  await world.clock.advance(30_000);
  void world.worker({ startingPosition: 'LATEST' }).consumer.start();
  await world.clock.advance(30_000);
  assert.deepEqual(
    world.results.records.map(({ data }) => JSON.parse(data.toString()).result.n).toSorted((a, b) => a - b),
    Array.from({ length: 20 }, (_, index) => index + 20),
  );
});

test('AT_TIMESTAMP begins at that time, over a split that was before it', async () => {
  const world = new StreamWorld();
  const [shard] = await world.stream.shards();
  world.put(0, 20);
  world.stream.split(shard?.id ?? '');
  world.put(20, 40);
  await world.clock.advance(5000);
  const startMs = world.clock.wallNow();
  await world.clock.advance(5000);
  world.put(40, 60);
  void world.worker({ startingPosition: 'AT_TIMESTAMP', startMs }).consumer.start();
  await world.clock.advance(60_000);
  assert.deepEqual(
    world.results.records.map(({ data }) => JSON.parse(data.toString()).result.n).toSorted((a, b) => a - b),
    Array.from({ length: 20 }, (_, index) => index + 40),
  );
});

test('a stream that ignores keys cannot be consumed in their order', async () => {
  const world = new StreamWorld({ ignoresKeys: true });
  await assert.rejects(world.worker().consumer.start(), /`ordering: partition-key` cannot be kept/);
  void world.worker({ ordered: false }).consumer.start();
  world.put(0, 20);
  await world.clock.advance(10_000);
  assert.equal(world.audit().lost, 0);
});

test('the list of shards is asked for again at once where it was not told, not a minute later', async () => {
  const world = new StreamWorld();
  world.put(0, 10);
  world.leases.wire.interfere({ how: 'refused', fault: 'throttled', operations: ['list', 'create'], forMs: 1500 });
  void world.worker().consumer.start();
  await world.clock.advance(12_000);
  assert.deepEqual(world.audit(), NONE, world.told.join('\n'));
});

test('a stream that cannot be reached at first is asked again until it can', async () => {
  const world = new StreamWorld();
  world.put(0, 10);
  world.stream.outage(60_000);
  void world.worker().consumer.start();
  await world.clock.advance(120_000);
  assert.deepEqual(world.audit(), NONE);
});

test('how long the stream keeps records is known at the start, and a minute or so after it has changed', async () => {
  const world = new StreamWorld({ shards: 1 });
  const { consumer } = world.worker();
  assert.equal(consumer.snapshot().retentionMs, undefined);
  void consumer.start();
  await world.clock.advance(2000);
  assert.equal(consumer.snapshot().retentionMs, 24 * HOUR_MS);
  world.stream.setRetention(168);
  world.stream.outage(50_000);
  await world.clock.advance(140_000);
  assert.equal(consumer.snapshot().retentionMs, 168 * HOUR_MS);
});
