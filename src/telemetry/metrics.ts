import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HeartSnapshot } from '../batching/events.ts';

/** From a tenth of a millisecond, a hit on the same host, to two minutes, a long generation. */
const SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const SIZES = [1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 256, 512];
const BYTES = [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 6_291_456, 16_777_216];

const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Every metric of the gateway; docs/metrics.md says what each is for. */
export class Metrics {
  readonly registry = new Registry();
  readonly #registers = [this.registry];

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

  /** @param snapshots the hearts as they stand, read at each scrape */
  constructor(snapshots: () => Iterable<readonly [string, HeartSnapshot]>, version: string) {
    collectDefaultMetrics({ register: this.registry });
    this.#buildInfo(version);
    const gauges: Readonly<Record<string, readonly [string, (snapshot: HeartSnapshot) => number | undefined]>> = {
      queue_depth: ['Items waiting.', (snapshot) => snapshot.queuedItems],
      queue_bytes: ['Bytes waiting.', (snapshot) => snapshot.queuedBytes],
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
    for (const [name, [help, read]] of Object.entries(gauges)) this.#scraped(name, help, snapshots, read);
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
    snapshots: () => Iterable<readonly [string, HeartSnapshot]>,
    read: (snapshot: HeartSnapshot) => number | undefined,
  ): void {
    const gauge = new Gauge({
      name: `tidegate_${name}`,
      help,
      labelNames: ['endpoint'],
      registers: this.#registers,
      collect() {
        gauge.reset();
        for (const [endpoint, snapshot] of snapshots()) {
          const value = read(snapshot);
          if (value !== undefined) gauge.labels(endpoint).set(value);
        }
      },
    });
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name: `tidegate_${name}`, help, labelNames, registers: this.#registers });
  }

  #histogram<L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]): Histogram<L> {
    return new Histogram({ name: `tidegate_${name}`, help, labelNames, buckets, registers: this.#registers });
  }
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
