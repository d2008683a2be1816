import type { HeartSnapshot } from '../batching/events.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StreamSnapshot } from '../sources/kinesis/events.ts';
import { EndpointBoard } from './endpoint-board.ts';
import type { EndpointAbout, Hello, Tick, Vitals } from './feed.ts';
import { Happenings } from './happenings.ts';
import { SIZE_BOUNDS } from './sizes.ts';
import { StreamBoard } from './stream-board.ts';

/** Who is told; the door's side of a feed. */
export interface Watcher {
  send(event: 'hello' | 'tick', data: string): void;
  end(): void;
}

export interface ConsoleParts {
  readonly clock: Clock;
  readonly version: string;
  readonly state: () => string;
  readonly vitals: () => Vitals;
  /** Those in force. */
  readonly endpoints: () => readonly { readonly name: string; readonly board: EndpointBoard; readonly snapshot: HeartSnapshot }[];
  readonly defaultEndpoint: () => string | undefined;
  readonly streams: () => readonly { readonly board: StreamBoard; readonly snapshot: StreamSnapshot }[];
}

const TICK_MS = 1000;
const SPAN = { windowTicks: 30, historyTicks: 300 };
/** For so long after the last watcher left the figures go on: one that only looked away finds no gap. */
const LINGER_MS = 60_000;
const MOST_WATCHERS = 32;

/**
 * The feed of the live page: figures are kept and told once a second while somebody watches, and for a minute after that. While nobody
 * does, an event costs one comparison, and only what goes wrong is noted.
 */
export class Console {
  readonly #parts: ConsoleParts;
  readonly #happenings: Happenings;
  readonly #watchers = new Set<Watcher>();
  readonly #startedAt: number;
  #cancelTick: (() => void) | undefined;
  #tickedAt = 0;
  #last: Tick | undefined;
  #leftAt = 0;
  /** Whose boards were told of last. */
  #known: readonly EndpointBoard[] = [];
  #isClosed = false;

  constructor(parts: ConsoleParts) {
    this.#parts = parts;
    this.#happenings = new Happenings(parts.clock);
    this.#startedAt = parts.clock.wallNow();
  }

  /** For an endpoint that is being made. */
  boardOf(name: string, about: EndpointAbout): EndpointBoard {
    return new EndpointBoard(name, about, this.#happenings, SPAN);
  }

  streamBoard(name: string): StreamBoard {
    return new StreamBoard(name, this.#happenings);
  }

  /** Tells everything, and from then on what changes. @returns ends it; undefined when there are too many */
  watch(watcher: Watcher): (() => void) | undefined {
    if (this.#isClosed || this.#watchers.size >= MOST_WATCHERS) return undefined;
    this.#watchers.add(watcher);
    watcher.send('hello', this.#hello(this.#last ?? this.#begin()));
    return () => {
      if (this.#watchers.delete(watcher)) this.#leftAt = this.#parts.clock.now();
    };
  }

  /** Ends every feed, and takes no more. */
  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#watchers) watcher.end();
    this.#watchers.clear();
    this.#end();
  }

  #begin(): Tick {
    const { clock, streams } = this.#parts;
    this.#tickedAt = clock.now();
    // What has been counted while nobody watched is not of the last second.
    for (const { board, snapshot } of streams()) board.tick(1, snapshot);
    this.#known = this.#boards();
    this.#schedule();
    return this.#take(1);
  }

  #end(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.#last = undefined;
    for (const board of this.#known) board.end();
  }

  #schedule(): void {
    this.#cancelTick = this.#parts.clock.at(this.#tickedAt + TICK_MS, () => this.#tick());
  }

  #tick(): void {
    const now = this.#parts.clock.now();
    if (this.#watchers.size === 0 && now - this.#leftAt >= LINGER_MS) {
      this.#end();
      return;
    }
    const tick = this.#take((now - this.#tickedAt) / 1000);
    this.#tickedAt = now;
    this.#schedule();
    const boards = this.#boards();
    const isAsKnown = boards.length === this.#known.length && boards.every((board, index) => board === this.#known[index]);
    this.#known = boards;
    if (this.#watchers.size === 0) return;
    const data = isAsKnown ? JSON.stringify(tick) : this.#hello(tick);
    for (const watcher of this.#watchers) watcher.send(isAsKnown ? 'tick' : 'hello', data);
  }

  /** What is told of the last so many seconds. */
  #take(seconds: number): Tick {
    const { clock, state, vitals, endpoints, streams } = this.#parts;
    const at = Math.round(clock.wallNow());
    this.#last = {
      at,
      state: state(),
      vitals: vitals(),
      endpoints: endpoints().map(({ board, snapshot }) => board.tick(at, seconds, snapshot)),
      streams: streams().map(({ board, snapshot }) => board.tick(seconds, snapshot)),
      happenings: this.#happenings.takeChanged(),
    };
    return this.#last;
  }

  #hello(last: Tick): string {
    const { version, defaultEndpoint, endpoints } = this.#parts;
    const byDefault = defaultEndpoint();
    const entries = endpoints();
    const hello: Hello = {
      ...last,
      happenings: this.#happenings.all(),
      version,
      startedAt: this.#startedAt,
      tickMs: TICK_MS,
      windowMs: SPAN.windowTicks * TICK_MS,
      historyTicks: SPAN.historyTicks,
      sizeBounds: SIZE_BOUNDS,
      about: Object.fromEntries(entries.map(({ name, board }) => [name, { ...board.about, isDefault: name === byDefault }])),
      history: Object.fromEntries(entries.map(({ name, board }) => [name, board.history])),
    };
    return JSON.stringify(hello);
  }

  #boards(): readonly EndpointBoard[] {
    return this.#parts.endpoints().map(({ board }) => board);
  }
}
