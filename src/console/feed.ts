/** What the page is told. Times in milliseconds, sizes in items or bytes; aggregates only, never a payload, a header or a key. */

/** One endpoint over the last tick. Rates are each a second, quantiles over the window in milliseconds, the rest as it stood. */
export type Row = readonly [
  at: number,
  taken: number,
  answered: number,
  refused: number,
  calls: number,
  p50: number | null,
  p95: number | null,
  p99: number | null,
  inFlight: number,
  inFlightLimit: number,
  queuedItems: number,
];

/** A call: its cost as the latency model sees it, and how long it took. */
export type CallPoint = readonly [cost: number, ms: number];

export interface EndpointTick {
  readonly name: string;
  readonly row: Row;
  /** Share of the requests of the window that were answered within their deadlines; null where there were none. */
  readonly inDeadline: number | null;
  /** Where requests at these quantiles spent their time. */
  readonly times: { readonly [quantile in 'p50' | 'p95' | 'p99']: readonly [queueMs: number, upstreamMs: number] } | null;
  /** Requests answered in the window. */
  readonly answered: number;
  /** Calls of the window by class of size (`sizeBounds`), up to the largest that there were any of. */
  readonly sizes: readonly number[];
  /** Calls of the window by why they were sent as they were. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Mean items a call of the window, and as a share of the cap. */
  readonly meanSize: number | null;
  readonly fill: number | null;
  readonly cap: number;
  readonly concurrency: number;
  readonly queuedBytes: number;
  readonly breaker: 'closed' | 'half-open' | 'open';
  /** What the latency model has learned: base + perCost * cost, and between which shares of that nine of ten calls took. */
  readonly line: {
    readonly baseMs: number;
    readonly perCostMs: number;
    readonly lower: number;
    readonly upper: number;
    readonly padded: boolean;
  } | null;
  /** Calls since the last tick; no more than a few of them. */
  readonly points: readonly CallPoint[];
}

export interface StreamTick {
  readonly name: string;
  readonly leases: number;
  readonly bufferedBytes: number;
  readonly paused: string | null;
  /** Each a second, over the last tick. */
  readonly read: number;
  readonly ended: number;
  readonly dead: number;
  readonly shards: readonly {
    readonly id: string;
    readonly behindMs: number | null;
    readonly oldestMs: number;
    readonly checkpointAgeMs: number;
  }[];
}

/** The process, over the last tick: shares of one core. */
export interface Vitals {
  readonly cpu: number;
  readonly loop: number;
  readonly rssBytes: number;
}

/** Something that does not happen all the time, or not at all while all is well. What it is stands in `kind` and `detail`; never payloads. */
export interface Happening {
  readonly id: number;
  /** The endpoint's or the stream's name. */
  readonly source: string;
  readonly kind: string;
  readonly detail: string;
  /** Wall-clock times in milliseconds, of the first and the last of them. */
  readonly at: number;
  readonly until: number;
  readonly count: number;
}

/** All that changes, once a tick. */
export interface Tick {
  readonly at: number;
  readonly state: string;
  readonly vitals: Vitals;
  readonly endpoints: readonly EndpointTick[];
  readonly streams: readonly StreamTick[];
  /** New ones, and those that have grown, by their ids. */
  readonly happenings: readonly Happening[];
}

/** What the config says of an endpoint. */
export interface EndpointAbout {
  readonly codec: string;
  readonly upstream: string;
  readonly policy: string;
  readonly maxBatchSize: number;
  readonly latencySloMs: number | null;
  /** A request that its model takes; null where none is known. */
  readonly sample: { readonly contentType: string; readonly body: string } | null;
}

/** Everything, when the feed begins and when what there is has changed. */
export interface Hello extends Tick {
  readonly version: string;
  readonly startedAt: number;
  readonly tickMs: number;
  readonly windowMs: number;
  readonly historyTicks: number;
  /** The largest size of each class; null: any. */
  readonly sizeBounds: readonly (number | null)[];
  readonly about: Readonly<Record<string, EndpointAbout & { readonly isDefault: boolean }>>;
  readonly history: Readonly<Record<string, { readonly rows: readonly Row[]; readonly points: readonly CallPoint[] }>>;
}
