import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { HeartSnapshot } from '../batching/events.ts';
import type { ShardSnapshot, StreamSnapshot } from '../sources/kinesis/events.ts';
import { BinnedHistogram } from './binned-histogram.ts';
import { Tally } from './tally.ts';

/** From a tenth of a millisecond, a hit on the same host, to two minutes, a long generation. */
const SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const SIZES = [1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 256, 512];
const BYTES = [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 6_291_456, 16_777_216];

const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Every metric of the gateway; docs/metrics.md says what each is for. */
export class Metrics {
  readonly registry = new Registry();
  readonly #registers = [this.registry];
  readonly #tallies: Tally[] = [];

  readonly requests = this.#counter('requests_total', 'Requests ended, by HTTP status; 499: the client had left.', [
    'door',
    'endpoint',
    'code',
  ]);
  readonly requestDuration = this.#histogram(
    'request_duration_seconds',
    'From arrival to answer.',
    ['door', 'endpoint'],
    SECONDS,
  );
  readonly deadlines = this.#counter(
    'deadline_total',
    'Requests answered (met or missed), expired in the queue (missed) or refused for want of room or time (shed).',
    ['endpoint', 'outcome'],
  );
  readonly queueWait = this.#histogram(
    'queue_wait_seconds',
    'From submission to the first dispatch, a request.',
    ['endpoint'],
    SECONDS,
  );
  readonly batchSize = this.#histogram('batch_size', 'Items of a call.', ['endpoint'], SIZES);
  readonly batchBytes = this.#histogram('batch_bytes', 'Bytes of a call.', ['endpoint'], BYTES);
  readonly batches = this.#counter('batches_total', 'Calls, by why they were sent as they were.', ['endpoint', 'reason']);
  readonly upstreamDuration = this.#histogram(
    'upstream_duration_seconds',
    'A call, by how it ended.',
    ['endpoint', 'outcome'],
    SECONDS,
  );
  readonly shed = this.#counter('shed_total', 'Requests refused for want of room or time.', ['endpoint', 'reason']);
  readonly retries = this.#counter('retries_total', 'Calls sent again, by what was wrong with them.', ['endpoint', 'reason']);
  readonly retriesDenied = this.#counter('retries_denied_total', 'Calls not sent again for want of retry budget.', [
    'endpoint',
    'reason',
  ]);
  readonly isolations = this.#counter(
    'isolations_total',
    'Batches taken apart (split), parts that passed (cleared), items at fault (found), size or byte caps lowered (capped), batching given up for a while (singles).',
    ['endpoint', 'outcome'],
  );
  readonly cancelled = this.#counter('cancelled_total', 'Requests whose caller left, queued or sent.', ['endpoint', 'stage']);
  readonly codecMismatch = this.#counter('codec_mismatch_total', 'Replies that were not one result for each item.', ['endpoint']);

  readonly authRefusals = this.#counter(
    'auth_refusals_total',
    'Requests and connections refused for their credentials or certificates, by why (docs/security.md lists the reasons).',
    ['reason'],
  );

  readonly configReloads = this.#counter(
    'config_reloads_total',
    'Times that the config was to be read again (SIGHUP, POST /admin/reload), by outcome: taken, or refused, and the one in force stayed.',
    ['outcome'],
  );
  readonly lastReload = new Gauge({
    name: 'tidegate_last_reload_successful',
    help: 'Whether what was last read again could be used: the config, or the files of credentials and certificates (files): 0 or 1.',
    labelNames: ['what'],
    registers: this.#registers,
  });
  readonly connectionsRefused = this.#counter(
    'connections_refused_total',
    'Connections closed as they came: too many (limit), or without TLS agreed on (handshake).',
    ['reason'],
  );
  readonly slowClients = this.#counter(
    'slow_clients_total',
    'Clients cut off: their request did not arrive in time (request), or held room that others needed (room); or their answer was not read in time (answer).',
    ['stage'],
  );

  readonly streamRecords = this.#counter(
    'stream_records_total',
    'Records of a stream that have come to their durable end: answered (ok), failed for good (dead), too old (expired); and those sent again (retried).',
    ['stream', 'outcome'],
  );
  readonly streamReads = this.#counter('stream_read_total', 'Records and bytes read from a stream.', ['stream', 'what']);
  readonly streamIteratorRestarts = this.#counter(
    'stream_iterator_restarts_total',
    'Shard iterators opened again, and subscriptions of fan-out, each renewal too.',
    ['stream'],
  );
  readonly streamFaults = this.#counter(
    'stream_faults_total',
    'Calls to the stream (stream) or its lease table (leases) that failed and were made again, by why: throttled, expired, missing, denied, unavailable; managed: a leader of KCL 3 assigns the leases.',
    ['stream', 'of', 'fault'],
  );
  readonly streamLeaseChanges = this.#counter(
    'stream_lease_changes_total',
    'Shards that this worker has taken: nobody’s (free), not renewed (expired), handed over by another worker (handed), taken of it (stolen); and left: at their end (ended), handed over or let go of (released), lost.',
    ['stream', 'what'],
  );
  readonly sinkRecords = this.#counter(
    'stream_sink_records_total',
    'Results and dead letters stored (durable), and those of writes that failed and were made again (retried).',
    ['stream', 'sink', 'outcome'],
  );

  /**
   * All but the version is read at each scrape.
   * @param snapshots the hearts as they stand
   * @param streams the streams as they stand
   * @param certificates of each server that has one, when it expires, in milliseconds since the epoch
   */
  constructor(
    snapshots: () => Iterable<readonly [string, HeartSnapshot]>,
    version: string,
    streams: () => Iterable<readonly [string, StreamSnapshot]> = () => [],
    certificates: () => Iterable<readonly [string, number]> = () => [],
  ) {
    collectDefaultMetrics({ register: this.registry });
    this.#buildInfo(version);
    const gauges: Readonly<Record<string, readonly [string, (snapshot: HeartSnapshot) => number | undefined]>> = {
      queue_depth: ['Items waiting.', (snapshot) => snapshot.queuedItems],
      queue_bytes: ['Bytes waiting.', (snapshot) => snapshot.queuedBytes],
      queue_limit: ['Items that may wait; more are refused.', (snapshot) => snapshot.queueBounds.maxSize],
      queue_bytes_limit: ['Bytes that may wait; more are refused.', (snapshot) => snapshot.queueBounds.maxBytes],
      in_flight_batches: ['Calls under way.', (snapshot) => snapshot.inFlight],
      in_flight_limit: ['The most calls that may be under way.', (snapshot) => snapshot.inFlightLimit],
      batch_size_cap: [
        'The most items that a call may hold now, of the key that bears the fewest.',
        (snapshot) => snapshot.batchSizeCap,
      ],
      breaker_state: ['0 closed, 1 half-open, 2 open.', (snapshot) => BREAKER_STATES[snapshot.breaker]],
      upstream_concurrency: ['Calls that the upstream is found to work on at once.', (snapshot) => snapshot.concurrency],
      latency_model_base_seconds: ['Learned fixed cost of a call.', (snapshot) => seconds(snapshot.latency?.baseMs)],
      latency_model_per_cost_seconds: [
        "Learned cost of a unit: of the sum of the items' costs, or of items times the longest where padding costs.",
        (snapshot) => seconds(snapshot.latency?.perCostMs),
      ],
      latency_model_lower_ratio: [
        '95 % of the calls took at least so many times what was predicted.',
        (snapshot) => snapshot.latency?.band.lower,
      ],
      latency_model_upper_ratio: [
        '95 % of the calls took at most so many times what was predicted; deadlines are kept by it.',
        (snapshot) => snapshot.latency?.band.upper,
      ],
      latency_model_padded: [
        'Whether calls are found to cost their items times the longest of them: 0 or 1.',
        ({ latency }) => (latency === undefined ? undefined : Number(latency.paddingCosts)),
      ],
    };
    for (const [name, [help, read]] of Object.entries(gauges)) {
      this.#scraped(name, help, ['endpoint'], function* () {
        for (const [endpoint, snapshot] of snapshots()) yield [[endpoint], read(snapshot)] as const;
      });
    }
    this.#streamGauges(streams);
    this.#scraped(
      'certificate_expiry_timestamp_seconds',
      'When the certificate of a server, or one above it in its file, expires: seconds since the epoch.',
      ['server'],
      function* () {
        for (const [server, expiresAt] of certificates()) yield [[server], expiresAt / 1000] as const;
      },
    );
    for (const what of ['config', 'files']) this.lastReload.labels(what).set(1);
  }

  /** For what happens often: counted as it happens, told to the counter when any is read. */
  tally(counter: Counter.Internal): Tally {
    const tally = new Tally(counter);
    this.#tallies.push(tally);
    return tally;
  }

  #streamGauges(streams: () => Iterable<readonly [string, StreamSnapshot]>): void {
    const ofStream: Readonly<Record<string, readonly [string, (snapshot: StreamSnapshot) => number | undefined]>> = {
      stream_leases: ['Shards in the hands of this worker.', ({ leases }) => leases],
      stream_buffered_bytes: ['Records that are read and not done.', ({ bufferedBytes }) => bufferedBytes],
      stream_retention_seconds: [
        'How long the stream keeps records: older ones are lost.',
        ({ retentionMs }) => seconds(retentionMs),
      ],
      stream_paused: [
        'Whether records are kept back, for the endpoint is down or most of them fail: 0 or 1.',
        ({ paused }) => Number(paused !== undefined),
      ],
    };
    const ofShard: Readonly<Record<string, readonly [string, (shard: ShardSnapshot) => number | undefined]>> = {
      stream_millis_behind_latest: [
        'How old what is read next is, in milliseconds; 0 at the tip.',
        (shard) => shard.millisBehindLatest,
      ],
      stream_checkpoint_age_seconds: [
        'Since when the stored checkpoint has been behind what is read.',
        (shard) => shard.checkpointAgeMs / 1000,
      ],
      stream_oldest_unacknowledged_seconds: [
        'The age of the oldest record that is read and not done: the true lag.',
        (shard) => shard.oldestMs / 1000,
      ],
    };
    for (const [name, [help, read]] of Object.entries(ofStream)) {
      this.#scraped(name, help, ['stream'], function* () {
        for (const [stream, snapshot] of streams()) yield [[stream], read(snapshot)] as const;
      });
    }
    for (const [name, [help, read]] of Object.entries(ofShard)) {
      this.#scraped(name, help, ['stream', 'shard'], function* () {
        for (const [stream, { shards }] of streams())
          for (const shard of shards) yield [[stream, shard.shardId], read(shard)] as const;
      });
    }
  }

  #buildInfo(version: string): void {
    const labelNames = ['version'];
    new Gauge({
      name: 'tidegate_build_info',
      help: 'Constant 1; the version is a label.',
      labelNames,
      registers: this.#registers,
    })
      .labels(version)
      .set(1);
  }

  #scraped(
    name: string,
    help: string,
    labelNames: readonly string[],
    values: () => Iterable<readonly [labels: readonly string[], value: number | undefined]>,
  ): void {
    const gauge = new Gauge({
      name: `tidegate_${name}`,
      help,
      labelNames,
      registers: this.#registers,
      collect() {
        gauge.reset();
        for (const [labels, value] of values()) if (value !== undefined) gauge.labels(...labels).set(value);
      },
    });
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    const collect = (): void => {
      for (const tally of this.#tallies) tally.tell();
    };
    return new Counter({ name: `tidegate_${name}`, help, labelNames, registers: this.#registers, collect });
  }

  #histogram(name: string, help: string, labelNames: readonly string[], bounds: readonly number[]): BinnedHistogram {
    return new BinnedHistogram({ name: `tidegate_${name}`, help, labelNames, bounds }, this.registry);
  }
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
