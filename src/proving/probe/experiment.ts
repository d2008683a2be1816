import type { Codec, Message } from '../../codecs/port.ts';
import { type DirectCalls, type DirectReport, sizeOf, type TakenRequest } from '../../endpoints/direct-calls.ts';
import { asItIs } from '../as-it-is.ts';
import { compareBodies } from '../compare/compare-bodies.ts';
import type { Tolerance } from '../compare/tolerance.ts';
import { CountedUpstream } from '../counted-upstream.ts';
import type { OpenedEndpoint } from '../opened-endpoint.ts';
import { type Exchange, MemoUpstream } from './memo-upstream.ts';

/** Makes the calls of a probe: never more than announced, and none twice unless it is to be measured. */
export class Experiment {
  readonly #endpoint: OpenedEndpoint;
  readonly #counted: CountedUpstream;
  readonly #memo: MemoUpstream;
  readonly #remembered: DirectCalls;
  readonly #fresh: DirectCalls;
  #steady: Promise<boolean> | undefined;

  constructor(endpoint: OpenedEndpoint, budget: number) {
    this.#endpoint = endpoint;
    this.#counted = new CountedUpstream(endpoint.upstream, budget);
    this.#memo = new MemoUpstream(this.#counted, endpoint.clock);
    this.#remembered = endpoint.callsBy(endpoint.codec, this.#memo);
    this.#fresh = endpoint.callsBy(endpoint.codec, this.#counted);
  }

  get sent(): number {
    return this.#counted.sent;
  }

  /** As it is, by itself. */
  single(message: Message): Promise<DirectReport> {
    return this.#remembered.call([asItIs(message)]);
  }

  /** Two requests in one call, as a codec puts it together. */
  joined(pair: readonly Message[], codec: Codec = this.#endpoint.codec): Promise<DirectReport> {
    const calls = this.#endpoint.callsBy(codec, this.#memo);
    return calls.call(pair.map((message) => calls.take(message)));
  }

  /** What was answered to these bytes. */
  exchange(message: Message): Exchange | undefined {
    return this.#memo.find(message);
  }

  /** Whether the model answers this request the same when it is asked again; asks once. */
  isSteady(message: Message, tolerance: Tolerance): Promise<boolean> {
    this.#steady ??= this.#asksAgain(message, tolerance);
    return this.#steady;
  }

  async #asksAgain(message: Message, tolerance: Tolerance): Promise<boolean> {
    const before = this.#memo.find(message)?.reply;
    const [again] = (await this.#fresh.call([asItIs(message)])).outcomes;
    if (before === undefined || again?.kind !== 'answered') return true;
    return compareBodies({ ...before, body: Buffer.from(before.body) }, again.reply, tolerance).kind !== 'different';
  }

  /** Milliseconds of one call for a batch; undefined when it failed. */
  async time(batch: readonly TakenRequest[]): Promise<number | undefined> {
    const { clock } = this.#endpoint;
    const startedAt = clock.now();
    const { call } = await this.#fresh.call(batch);
    return call === 'ok' ? clock.now() - startedAt : undefined;
  }

  /** Each batch so many times, by turns; a size that fails is not tried again. @returns milliseconds by items in the call */
  async timeAll(batches: readonly (readonly TakenRequest[])[], repeats: number): Promise<ReadonlyMap<number, readonly number[]>> {
    const measured = new Map<number, number[]>();
    const failed = new Set<number>();
    for (let round = 0; round < repeats; round += 1) {
      for (const batch of batches) {
        const { items } = sizeOf(batch);
        const ms = failed.has(items) ? undefined : await this.time(batch);
        if (ms === undefined) failed.add(items);
        else measured.set(items, [...(measured.get(items) ?? []), ms]);
      }
    }
    return measured;
  }
}
