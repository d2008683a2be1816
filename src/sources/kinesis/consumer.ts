import type { EndpointPort } from '../../endpoints/port.ts';
import type { Clock } from '../../kernel/clock.ts';
import { sleep } from '../../kernel/sleep.ts';
import type { Sink } from '../../sinks/port.ts';
import { ByteBudget } from '../pulled/byte-budget.ts';
import { Gate } from '../pulled/gate.ts';
import { Asking } from './asking.ts';
import { Delivery, type DeliveryOptions } from './delivery/delivery.ts';
import type { StreamListener, StreamSnapshot } from './events.ts';
import { type Lease, type LeaseStore, LeaseStoreError } from './lease-port.ts';
import type { HeldLease } from './leases/held-lease.ts';
import { type Acquisition, HAND_OFF_MS, LeaseKeeper, type LeaseKeeperOptions } from './leases/lease-keeper.ts';
import { type Held, type SessionParts, ShardSession } from './reading/shard-session.ts';
import type { RecordForm } from './records/record-form.ts';
import { ShardGraph, type StartingPosition } from './shards/shard-graph.ts';
import { type FanOutPort, type Shard, StreamError, type StreamFacts, type StreamPort } from './stream-port.ts';
import { Tenure } from './tenure.ts';

export interface ConsumerOptions extends DeliveryOptions, LeaseKeeperOptions {
  readonly startingPosition: StartingPosition;
  /** Where AT_TIMESTAMP begins, in milliseconds since the Unix epoch. */
  readonly startMs: number;
  /** Records that are read and not done yet, of all shards and of one, in bytes. */
  readonly maxBufferedBytes: number;
  readonly maxShardBytes: number;
  /** How often checkpoints are stored, in milliseconds. */
  readonly checkpointMs: number;
  /** How long a shard without news is left alone, in milliseconds. */
  readonly idleMs: number;
  /** Where reading ends, in milliseconds since the Unix epoch: what came later is left alone. @default never */
  readonly untilMs?: number;
  /** The share of failures beyond which records are kept instead of becoming dead letters; 1: never. @default 0.5 */
  readonly tooManyFailures?: number;
}

export interface ConsumerParts {
  readonly clock: Clock;
  readonly stream: StreamPort;
  /** By which records are pushed, where they are not asked for. */
  readonly fanOut?: FanOutPort | undefined;
  readonly leases: LeaseStore;
  readonly endpoint: EndpointPort;
  readonly form: RecordForm;
  readonly results: Sink;
  readonly deadLetters: Sink;
  readonly listener: StreamListener;
}

/** How often the list of shards is looked at for splits and merges that nobody has told of, in milliseconds. */
const SYNC_MS = 60_000;

const HOUR_MS = 3_600_000;

/** How much may wait for the endpoint to take it while other pages are read: enough to keep the endpoint busy meanwhile, though all shards are asked at once. */
const AHEAD_BYTES = 8 * 1024 * 1024;

/** One stream, consumed: shards are read, records delivered, checkpoints stored behind what is durable. */
export class StreamConsumer {
  readonly #options: ConsumerOptions;
  readonly #parts: ConsumerParts;
  readonly #keeper: LeaseKeeper;
  readonly #gate: Gate;
  readonly #delivery: Delivery;
  readonly #budget: ByteBudget;
  readonly #ahead = new ByteBudget(AHEAD_BYTES);
  readonly #asking: Asking;
  readonly #tenures = new Set<Tenure>();
  readonly #runs = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  /** Shards that have been read up to `untilMs`. */
  readonly #through = new Set<string>();
  /** Resolves when everything up to `untilMs` is done, in all shards. */
  readonly finished: Promise<void>;
  #finish = (): void => {};
  #shards: readonly Shard[] = [];
  #isClosing = false;
  #retentionMs: number | undefined;

  constructor(options: ConsumerOptions, parts: ConsumerParts) {
    const { clock, leases: store, stream, listener } = parts;
    this.#options = options;
    this.#parts = parts;
    this.#asking = new Asking(clock, (...fault) => listener.fault(...fault));
    this.#budget = new ByteBudget(options.maxBufferedBytes);
    this.#gate = new Gate(clock, (paused) => listener.paused(paused), options.tooManyFailures);
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#delivery = new Delivery(options, {
      ...parts,
      gate: this.#gate,
      ended: (outcome) => listener.ended(outcome),
      retried: () => listener.retried(),
      buried: (entry, why) => listener.buried(entry, why),
    });
    this.#keeper = new LeaseKeeper(options, {
      clock,
      asking: this.#asking,
      store,
      wallNow: () => stream.now(),
      eligible: (all) => this.#eligible(all),
      acquired: (held, how) => this.#begin(held, how),
    });
  }

  /**
   * Resolves when reading has begun; a stream or a table that cannot be reached is asked again until it can, or the door is closed.
   * @throws {Error} for a stream that is not there, or may not be read, or cannot be as configured
   */
  async start(): Promise<void> {
    await this.#asking.untilAnswered(() => this.#prepare(), this.#closing.signal);
    await this.#sync();
    this.#keeper.start();
    void this.#everySoOften(SYNC_MS, () => this.#sync());
    void this.#everySoOften(SYNC_MS, async () => void (await this.#asking.told(() => this.#describe())));
    void this.#everySoOften(this.#options.checkpointMs, () => this.#checkpointAll());
  }

  async #prepare(): Promise<void> {
    const { leases, fanOut } = this.#parts;
    const { ignoresKeys } = await this.#describe().catch(orGivenUp);
    if (ignoresKeys && this.#options.ordered)
      throw new Error(
        'The stream places records without regard to their partition keys: `ordering: partition-key` cannot be kept.',
      );
    await leases.ready().catch(orGivenUp);
    await fanOut?.ready().catch(orGivenUp);
  }

  /** More than once, since whoever is behind keeps records for longer. */
  async #describe(): Promise<StreamFacts> {
    const facts = await this.#parts.stream.describe();
    this.#retentionMs = facts.retentionHours * HOUR_MS;
    return facts;
  }

  /** Stops reading, waits at most `graceMs` for what was read to be done, stores how far all is, lets go of the shards. */
  async close(graceMs: number): Promise<void> {
    const { clock } = this.#parts;
    this.#isClosing = true;
    for (const { session } of this.#tenures) session.stopReading();
    const patience = new AbortController();
    const grace = sleep(clock, graceMs, patience.signal).catch(() => undefined);
    await Promise.race([Promise.all(this.#runs), grace]);
    patience.abort();
    this.#closing.abort(new Error('the door is closed'));
    await Promise.all(this.#runs);
    await this.#keeper.close();
    this.#gate.close();
  }

  snapshot(): StreamSnapshot {
    return {
      leases: this.#keeper.held.length,
      bufferedBytes: this.#budget.held,
      retentionMs: this.#retentionMs,
      paused: this.#gate.paused,
      shards: [...this.#tenures].map(({ session }) => session.snapshot()),
    };
  }

  /** Shards that are not done, and may be read: all that their parents hold is done. */
  #eligible(all: readonly Lease[]): readonly Lease[] {
    if (this.#isClosing) return [];
    const graph = new ShardGraph(this.#shards, all);
    if (this.#isFinished(graph, all)) this.#finish();
    const isOpen = ({ key, checkpoint }: Lease): boolean => checkpoint.kind !== 'SHARD_END' && !this.#through.has(key);
    return all.filter((lease) => isOpen(lease) && graph.isReadable(lease));
  }

  #isFinished(graph: ShardGraph, all: readonly Lease[]): boolean {
    const { untilMs, startingPosition } = this.#options;
    if (untilMs === undefined || all.length === 0 || this.#shards.length === 0) return false;
    const isDone = all.every(({ key, checkpoint }) => checkpoint.kind === 'SHARD_END' || this.#through.has(key));
    return isDone && graph.missing(startingPosition).length === 0;
  }

  #begin(held: HeldLease, how: Acquisition): void {
    // Taken while the door began to close, which lets go of it.
    if (this.#isClosing) return;
    const { clock, listener } = this.#parts;
    const tenure = new Tenure(held, {
      clock,
      asking: this.#asking,
      listener,
      handOffMs: this.#options.handOffMs ?? HAND_OFF_MS,
      closed: this.#closing.signal,
      sessionOf: (right) => new ShardSession(right, this.#options, this.#sessionParts(held.key)),
    });
    this.#tenures.add(tenure);
    listener.leased(held.key, how);
    const run = this.#serve(tenure).finally(() => this.#runs.delete(run));
    this.#runs.add(run);
  }

  async #serve(tenure: Tenure): Promise<void> {
    const ending = await tenure.run();
    if (ending === 'bound') this.#through.add(tenure.key);
    await tenure.end();
    this.#tenures.delete(tenure);
    if (!this.#isClosing) await this.#keeper.look();
  }

  #sessionParts(shardId: string): SessionParts {
    const { clock, stream, fanOut, listener, form } = this.#parts;
    return {
      clock,
      asking: this.#asking,
      stream,
      fanOut,
      budget: this.#budget,
      ahead: this.#ahead,
      listener: {
        read: (records, bytes) => listener.read(records, bytes),
        reopened: () => listener.reopened(shardId),
        fault: (fault, message) => listener.fault('stream', fault, message),
      },
      entriesOf: (record) => form.entriesOf(record),
      deliverUnder: (fence) => this.#delivery.under(fence),
      undelivered: (thrown) => listener.internal(thrown),
      shardEnded: (held) => this.#makeWay(held),
    };
  }

  /** A shard that is not there to be done later must have left its children behind first, so that nothing is ever forgotten. */
  async #makeWay(held: Held): Promise<void> {
    const { stream, leases } = this.#parts;
    const { key } = held.lease;
    this.#shards = await stream.shards();
    const graph = new ShardGraph(this.#shards, await leases.list());
    const children = graph.childrenOf(key);
    if (children.length === 0 && this.#shards.some(({ id }) => id === key))
      throw new StreamError('unavailable', `${key} has ended, and what comes after it is not told yet`);
    for (const child of children) if (graph.isDue(child)) await leases.create(child);
    const keys = children.map((child) => child.key);
    if (keys.length > 0) await leases.setChildren(key, keys);
    await held.checkpoint({ kind: 'SHARD_END' });
  }

  /** Makes the leases that are missing, removes those that nothing needs any more, and looks for those that can be taken. */
  async #sync(): Promise<void> {
    const { stream, leases } = this.#parts;
    await this.#asking.untilAnswered(async () => {
      this.#shards = await stream.shards();
      const graph = new ShardGraph(this.#shards, await leases.list());
      for (const lease of graph.missing(this.#options.startingPosition)) await leases.create(lease);
      for (const key of graph.superfluous()) await leases.remove(key);
    }, this.#closing.signal);
    await this.#keeper.look();
  }

  async #checkpointAll(): Promise<void> {
    await Promise.all([...this.#tenures].map(({ session }) => this.#asking.told(() => session.checkpoint())));
  }

  async #everySoOften(periodMs: number, work: () => Promise<void>): Promise<void> {
    const { clock, listener } = this.#parts;
    const { signal } = this.#closing;
    try {
      for (;;) {
        await sleep(clock, periodMs * (0.9 + 0.2 * clock.random()), signal);
        await work();
      }
    } catch (thrown) {
      if (!signal.aborted) listener.internal(thrown);
    }
  }
}

/** What no time will mend is thrown as it is said; the rest can be asked again. */
function orGivenUp(thrown: unknown): never {
  const isFinal =
    (thrown instanceof StreamError || thrown instanceof LeaseStoreError) &&
    ['missing', 'denied', 'managed'].includes(thrown.fault);
  throw isFinal ? new Error(thrown.message, { cause: thrown }) : thrown;
}
