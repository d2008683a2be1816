import type { Clock } from '../../../kernel/clock.ts';
import { onAbort } from '../../../kernel/on-abort.ts';
import { unlessAborted } from '../../../kernel/unless-aborted.ts';
import { StreamError, type Told } from '../stream-port.ts';

/** Kinesis tells something every five seconds, records or not; a connection that has been still for so long is dead. */
const SILENCE_MS = 10_000;

/** One subscription to a shard, watched over. It must be closed, whatever came of it. */
export class Subscription {
  readonly #clock: Clock;
  readonly #ending = new AbortController();
  readonly #told: AsyncIterator<Told>;
  readonly #stay: () => void;
  #hasTold = false;

  /** @param open makes the connection, which is gone when the signal it is given is aborted */
  constructor(clock: Clock, open: (signal: AbortSignal) => AsyncIterator<Told>, signal: AbortSignal) {
    this.#clock = clock;
    this.#stay = onAbort(signal, () => this.#ending.abort(signal.reason));
    this.#told = open(this.#ending.signal);
  }

  /** Whether there ever was one, as far as is known. */
  get hasTold(): boolean {
    return this.#hasTold;
  }

  /**
   * What is told next; undefined when Kinesis has ended the subscription.
   * @throws {StreamError} when it broke, was never there, or has gone silent; else what the signal was aborted with
   */
  async next(): Promise<Told | undefined> {
    const { signal } = this.#ending;
    signal.throwIfAborted();
    const silence = this.#clock.at(this.#clock.now() + SILENCE_MS, () => this.#ending.abort(silent()));
    try {
      const { done, value } = await unlessAborted(this.#told.next(), signal);
      if (done !== true) this.#hasTold = true;
      // Who takes that for a renewal subscribes again and again, without a pause.
      else if (!this.#hasTold) throw new StreamError('unavailable', 'SubscribeToShard: it ended before anything was told');
      return value;
    } finally {
      silence();
    }
  }

  close(): void {
    this.#stay();
    this.#ending.abort(new Error('the subscription is closed'));
  }
}

function silent(): StreamError {
  return new StreamError('unavailable', `SubscribeToShard: nothing was told for ${SILENCE_MS / 1000} s`);
}
