import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayProcess } from '../../faults/gateway-process.ts';
import type { Account } from '../../faults/streams/account.ts';
import type { Row } from '../../faults/streams/lease-rows.ts';
import { Stage, type StageOptions, until } from '../../faults/streams/stage.ts';
import { byState, KCL_ROWS, kclRows, type RowsOfStates } from '../../sources/kinesis/leases/kcl-rows.ts';
import { splitShard } from '../../support/kinesis/emulators.ts';
import { flow } from './flow.ts';
import { libraryOf, VERSIONS } from './kcl-library.ts';
import { type KclProcess, startKcl } from './kcl-process.ts';
import { LeaseWatch } from './lease-watch.ts';

const FAILOVER_MS = 2000;
const RECORDS = 400;

const CLEAN: Account = { lost: 0, ahead: 0, twice: 0, wrong: 0, disorders: 0, dead: 0 };

/** Both kinds of workers on one stream and one lease table. */
class Fleet {
  readonly stage: Stage;
  readonly watch: LeaseWatch;
  readonly #java: readonly string[];
  readonly #context: TestContext;
  readonly #kcl: KclProcess[] = [];

  private constructor(context: TestContext, java: readonly string[], stage: Stage) {
    this.#context = context;
    this.#java = java;
    this.stage = stage;
    this.watch = new LeaseWatch(stage);
  }

  static async open(context: TestContext, java: readonly string[], options: StageOptions): Promise<Fleet> {
    const { source, ...more } = options;
    return new Fleet(context, java, await Stage.open(context, { source: { failoverMs: FAILOVER_MS, ...source }, ...more }));
  }

  kcl(): KclProcess {
    const worker = startKcl(this.#context, this.#java, this.stage, {
      worker: `kcl-${this.#kcl.length + 1}`,
      failoverMs: FAILOVER_MS,
    });
    this.#kcl.push(worker);
    return worker;
  }

  gateway(): Promise<GatewayProcess> {
    return this.stage.gateway();
  }

  account(): Promise<Account> {
    return this.stage.account(() => this.#kcl.flatMap(({ records }) => records));
  }

  /** Which checkpoint each shard stands at now. */
  async places(): Promise<Readonly<Record<string, string>>> {
    const rows = (await this.stage.rows()).filter((row) => row['checkpoint'] !== undefined);
    return Object.fromEntries(rows.map((row) => [row['leaseKey']?.S, row['checkpoint']?.S]));
  }

  /** How long it takes until every lease is with workers as told, in milliseconds. */
  async untilShared(wanted: (shares: { readonly kcl: number; readonly gateway: number }) => boolean): Promise<number> {
    const startedAt = performance.now();
    const shares = () => {
      const entries = Object.entries(this.watch.shares);
      const countOf = (isKcl: boolean): number =>
        entries.reduce((sum, [owner, count]) => sum + (owner.startsWith('kcl-') === isKcl ? count : 0), 0);
      return { kcl: countOf(true), gateway: countOf(false) };
    };
    await this.#until('leases are shared as wanted', () => wanted(shares()));
    return Math.round(performance.now() - startedAt);
  }

  /** When all that was put is done: nothing was lost, and nothing went back. */
  async untilDone(): Promise<Account> {
    await this.#until('every record is done', async () => (await this.account()).lost === 0);
    await this.watch.stop();
    const account = { ...(await this.account()), disorders: 0 };
    this.say(JSON.stringify(account));
    assert.deepEqual({ ...account, twice: 0 }, CLEAN);
    assert.deepEqual(this.watch.setbacks, []);
    return account;
  }

  say(what: string): void {
    this.#context.diagnostic(`${this.#context.name}: ${what}`);
  }

  async #until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
    await until(what, holds).catch((failed: unknown) => {
      const { shares, setbacks } = this.watch;
      const kcl = this.#kcl.map(({ worker, said, log }) => ({ worker, said: said.slice(-5), log: log.slice(-8) }));
      throw new Error(JSON.stringify({ what, shares, setbacks, kcl }, undefined, 2), { cause: failed });
    });
  }
}

/** Every shard that a worker began with stood where the table said. */
function assertBeganBehind(kcl: KclProcess, places: Readonly<Record<string, string>>): void {
  const begun = kcl.said.filter(({ what }) => what === 'begins').map(({ shardId, at }) => [shardId, at] as const);
  assert.deepEqual(Object.fromEntries(begun), places);
}

/** Rows that only KCL has written have the attributes of those that our tests take for KCL's; `KCL_RECORD=1` makes them those. */
function assertGolden(version: string, seen: readonly Row[]): void {
  const rows = byState(seen);
  if (process.env['KCL_RECORD'] !== undefined)
    writeFileSync(KCL_ROWS, `${JSON.stringify({ ...kclRows(), [version]: rows }, undefined, 2)}\n`);
  const attributesOf = (states: RowsOfStates): readonly string[] =>
    [...new Set(Object.values(states).flatMap(Object.keys))].toSorted();
  assert.deepEqual(attributesOf(rows), attributesOf(kclRows()[version] ?? {}));
}

for (const version of VERSIONS) {
  const library = await libraryOf(version);
  const name = `KCL ${version.version}`;
  if ('missing' in library) {
    console.log(`${name}: skipped: ${library.missing}`);
    test(name, { skip: library.missing });
    continue;
  }
  const { java } = library;

  /** Each has services and processes of its own, and mostly waits. */
  describe(name, { concurrency: 2 }, () => {
    test(`${name} is killed, and the gateway goes on in its table; that is killed, and KCL goes on`, async (context) => {
      const fleet = await Fleet.open(context, java, { shards: 4 });
      const records = flow(fleet.stage, RECORDS);
      const first = fleet.kcl();
      await fleet.untilShared(({ kcl }) => kcl === 4);
      await until('it makes checkpoints', () => first.said.filter(({ what }) => what === 'checkpointed').length > 8);
      await first.kill();
      assert.equal((await fleet.account()).ahead, 0, 'when KCL is killed');

      const gateway = await fleet.gateway();
      const tookMs = await fleet.untilShared((shares) => shares.gateway === 4);
      fleet.say(`the gateway has all of KCL's leases after ${tookMs} ms`);
      assert.ok(tookMs < 5 * FAILOVER_MS, `after ${tookMs} ms`);
      const before = fleet.stage.model.calls;
      await until('the gateway is at work', () => fleet.stage.model.calls > before + 5, gateway);
      await gateway.end('SIGKILL');
      assert.equal((await fleet.account()).ahead, 0, 'when the gateway is killed');
      const places = await fleet.places();

      const second = fleet.kcl();
      const tookBackMs = await fleet.untilShared(({ kcl }) => kcl === 4);
      fleet.say(`KCL has all of the gateway's leases ${tookBackMs} ms after it was started`);
      await until('it begins', () => second.said.filter(({ what }) => what === 'begins').length === 4);
      assertBeganBehind(second, places);
      await records.stop();
      await fleet.untilDone();
    });

    for (const handOff of ['auto', 'off'] as const)
      test(`${name} joins in the gateway's table, and the gateway in its: each has half; hand-off ${handOff}`, async (context) => {
        const fleet = await Fleet.open(context, java, { shards: 4, source: { handOff } });
        const gateway = await fleet.gateway();
        const records = flow(fleet.stage, RECORDS);
        await fleet.untilShared((shares) => shares.gateway === 4);
        const first = fleet.kcl();
        const half = ({ kcl, gateway: ours }: { readonly kcl: number; readonly gateway: number }): boolean =>
          kcl === 2 && ours === 2;
        fleet.say(`KCL has half ${await fleet.untilShared(half)} ms after it was started`);

        assert.equal(await gateway.end('SIGTERM'), 0);
        fleet.say(`KCL has all ${await fleet.untilShared(({ kcl }) => kcl === 4)} ms after the gateway's orderly stop`);
        const { twice } = await fleet.account();
        const next = await fleet.gateway();
        fleet.say(`the gateway has half ${await fleet.untilShared(half)} ms after it was started`);
        const asked = first.said.filter(({ what }) => what === 'asked').length;
        const computedTwice = (await fleet.account()).twice - twice;
        const [handed, stolen] = await Promise.all(
          ['handed', 'stolen'].map((what) => next.metric(`tidegate_stream_lease_changes_total{stream="input",what="${what}"}`)),
        );
        fleet.say(`of KCL: ${asked} asked for, ${handed} handed, ${stolen} stolen; ${computedTwice} records twice`);
        // KCL 2 does not know the question.
        assert.equal(asked, handOff === 'auto' && version.answers ? 2 : 0);

        await first.stop();
        fleet.say(`the gateway has all ${await fleet.untilShared((shares) => shares.gateway === 4)} ms after KCL's orderly stop`);
        await records.stop();
        await until('the gateway is alive', async () => (await fetch(`${next.url}/healthz`)).ok, next);
        await fleet.untilDone();
      });

    test(`${name} stands still and goes on, the gateway stands still and goes on: no checkpoint goes back`, async (context) => {
      const fleet = await Fleet.open(context, java, { shards: 4, source: { handOff: 'off' } });
      const gateway = await fleet.gateway();
      const records = flow(fleet.stage, RECORDS);
      await fleet.untilShared((shares) => shares.gateway === 4);
      const kcl = fleet.kcl();
      await fleet.untilShared((shares) => shares.kcl === 2 && shares.gateway === 2);
      await until('KCL is at work', () => kcl.said.filter(({ what }) => what === 'checkpointed').length > 4);
      kcl.signal('SIGSTOP');
      await fleet.untilShared((shares) => shares.gateway === 4);
      kcl.signal('SIGCONT');
      await until('KCL knows', () => kcl.said.some(({ what }) => what === 'lost'));
      await fleet.untilShared((shares) => shares.kcl === 2 && shares.gateway === 2);
      gateway.signal('SIGSTOP');
      await fleet.untilShared((shares) => shares.kcl === 4);
      gateway.signal('SIGCONT');
      await until('the gateway knows', () => gateway.log.some(({ msg }) => msg === 'shard lost'), gateway);
      await fleet.untilShared((shares) => shares.kcl === 2 && shares.gateway === 2);
      await records.stop();
      await fleet.untilDone();
    });

    test(`a shard is split under ${name}, and one under the gateway`, async (context) => {
      const fleet = await Fleet.open(context, java, { shards: 1, emulator: 'kinesis-local' });
      const first = fleet.kcl();
      await fleet.stage.put(0, 100);
      await until('KCL is at work', () => first.said.some(({ what }) => what === 'checkpointed'));
      const [root = ''] = await fleet.stage.openShards();
      await splitShard(fleet.stage.operator, 'input', root);
      await fleet.stage.put(100, 200);
      await until('KCL reads the children', () => first.said.filter(({ what }) => what === 'begins').length === 3);
      await first.kill();
      assertGolden(version.version, fleet.watch.seen);
      assert.equal((await fleet.account()).ahead, 0, 'when KCL is killed');

      const gateway = await fleet.gateway();
      await fleet.untilShared((shares) => shares.gateway === 2);
      const [low = ''] = await fleet.stage.openShards();
      await splitShard(fleet.stage.operator, 'input', low);
      await fleet.stage.put(200, 300);
      await fleet.untilShared((shares) => shares.gateway === 3);
      await pause(500);
      await gateway.end('SIGKILL');
      assert.equal((await fleet.account()).ahead, 0, 'when the gateway is killed');

      fleet.kcl();
      await fleet.stage.put(300, 400);
      await fleet.untilShared(({ kcl }) => kcl === 3);
      await fleet.untilDone();
    });
  });
}
