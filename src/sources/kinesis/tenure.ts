import { setMaxListeners } from 'node:events';
import type { Clock } from '../../kernel/clock.ts';
import { onAbort } from '../../kernel/on-abort.ts';
import { sleep } from '../../kernel/sleep.ts';
import { unlessAborted } from '../../kernel/unless-aborted.ts';
import type { Asking } from './asking.ts';
import type { StreamListener } from './events.ts';
import type { HeldLease } from './leases/held-lease.ts';
import type { Ending } from './reading/reader.ts';
import type { Held, ShardSession } from './reading/shard-session.ts';

export interface TenureParts {
  readonly clock: Clock;
  readonly asking: Asking;
  readonly listener: StreamListener;
  /** How long what was read may take to be done once another worker has asked for the shard, in milliseconds. */
  readonly handOffMs: number;
  /** Aborted when the door has closed. */
  readonly closed: AbortSignal;
  readonly sessionOf: (right: Held) => ShardSession;
}

/**
 * A shard in this worker's hands, from when its lease has come until it is let go of: by whatever way that comes, nothing more is
 * begun before the lease is given away.
 */
export class Tenure {
  readonly session: ShardSession;
  readonly #held: HeldLease;
  readonly #parts: TenureParts;
  /** Aborted when nothing more may be done, though the lease is still held. */
  readonly #over = new AbortController();
  readonly #right: AbortSignal;

  constructor(held: HeldLease, parts: TenureParts) {
    this.#held = held;
    this.#parts = parts;
    const signal = AbortSignal.any([held.signal, this.#over.signal, parts.closed]);
    // As many wait on it as there are records under way.
    setMaxListeners(0, signal);
    this.#right = signal;
    this.session = parts.sessionOf({
      signal,
      lease: held.lease,
      check: () => {
        signal.throwIfAborted();
        held.check();
      },
      checkpoint: (checkpoint) => held.checkpoint(checkpoint),
    });
    onAbort(held.asked, () => void this.#leave());
  }

  get key(): string {
    return this.#held.key;
  }

  /** Resolves when there is nothing more to be done here: what was to be read is done, or the right to do it has ended. */
  async run(): Promise<Ending | 'stopped' | 'broken'> {
    const { listener } = this.#parts;
    try {
      // Whoever the shard is promised to does not wait for a call that hangs.
      const ending = await unlessAborted(this.session.run(), this.#right);
      if (ending === 'stopped') listener.left(this.key, 'released', 'all that was read is done');
      else listener.left(this.key, 'ended', 'all of it is done');
      return ending;
    } catch (thrown) {
      if (!this.#right.aborted) listener.internal(thrown);
      const why = this.#held.signal.aborted ? 'lost' : 'released';
      listener.left(this.key, why, thrown instanceof Error ? thrown.message : String(thrown));
      return 'broken';
    }
  }

  /** Gives the lease away, after one more checkpoint where something is done that none says. */
  async end(): Promise<void> {
    const { asking } = this.#parts;
    this.#over.abort(new Error(`${this.key} is let go of`));
    // Both are under way at once, which the lease makes one after the other.
    const writes = [() => this.session.checkpoint(), () => this.#held.release()];
    await Promise.all(writes.map((write) => asking.told(write)));
  }

  /** Another worker asks for the shard: what was read is finished, for as long as that worker waits. */
  async #leave(): Promise<void> {
    const { clock, handOffMs } = this.#parts;
    this.session.stopReading();
    try {
      await sleep(clock, handOffMs, this.#right);
      this.#over.abort(new Error(`what was read was not done within ${handOffMs} ms of being asked for the shard`));
    } catch {
      // It has been given, or lost.
    }
  }
}
