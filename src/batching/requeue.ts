import type { Clock } from '../kernel/clock.ts';
import { type Chunk, type ChunkTraits, makeChunk, parts } from './chunk.ts';
import { judge, type RetryOptions, type Verdict } from './isolation.ts';
import type { Ledger } from './ledger.ts';
import type { Parked } from './parked.ts';
import type { CallReport, ItemOutcome } from './port.ts';
import type { Queue } from './queue.ts';

type Again = Extract<ItemOutcome<unknown>, { kind: 'again' }>;

/** After a call: hands results and final errors to the ledger, and puts back what has to be sent again. */
export class Requeue<P, R> {
  readonly #queue: Queue<P, R>;
  readonly #parked: Parked<P, R>;
  readonly #ledger: Ledger<P, R>;
  readonly #retry: RetryOptions;
  readonly #clock: Clock;

  constructor(queue: Queue<P, R>, parked: Parked<P, R>, ledger: Ledger<P, R>, retry: RetryOptions, clock: Clock) {
    this.#queue = queue;
    this.#parked = parked;
    this.#ledger = ledger;
    this.#retry = retry;
    this.#clock = clock;
  }

  /** Settles the chunks of one call, whose items stand in the report in the same order. */
  settle(chunks: readonly Chunk<P, R>[], report: CallReport<R>, now: number): void {
    const random = this.#clock.random();
    const verdicts = chunks.map((chunk) => this.#verdict(chunk, chunks.length === 1, report, random));
    this.#tell(chunks, report, verdicts);
    let offset = 0;
    chunks.forEach((chunk, index) => {
      const outcomes = report.outcomes.slice(offset, offset + chunk.items.length);
      offset += chunk.items.length;
      const verdict = verdicts[index];
      if (!chunk.request.settled && verdict !== undefined) this.#settleChunk(chunk, outcomes, verdict, chunks.length === 1, now);
    });
  }

  #verdict(chunk: Chunk<P, R>, byItself: boolean, report: CallReport<R>, random: number): Verdict {
    if (report.call === 'ok') return { kind: 'final' };
    const whole = byItself && chunk.items.length === chunk.request.submission.items.length;
    const { failures } = chunk.traits;
    return judge({ call: report.call, items: report.outcomes.length, whole, failures }, this.#retry, random);
  }

  #settleChunk(chunk: Chunk<P, R>, outcomes: readonly ItemOutcome<R>[], verdict: Verdict, byItself: boolean, now: number): void {
    const failed = outcomes.find((outcome) => outcome.kind === 'failed');
    if (failed !== undefined) {
      if (verdict.kind === 'split') this.#split(chunk, verdict.maxCompany, byItself);
      else if (verdict.kind === 'retry') this.#retryLater(chunk, failed.error, now + verdict.delayMs, verdict.fault);
      else this.#ledger.fail(chunk.request, failed.error);
      return;
    }
    outcomes.forEach((outcome, index) => {
      if (outcome.kind === 'done') this.#ledger.result(chunk.request, chunk.from + index, outcome.result, now);
      else if (outcome.kind === 'again') this.#again(chunk, index, outcome);
    });
  }

  #split(chunk: Chunk<P, R>, maxCompany: number, byItself: boolean): void {
    const traits: ChunkTraits = { ...chunk.traits, maxCompany, suspect: true };
    const cutUp = byItself ? parts(chunk, traits) : [makeChunk(chunk.request, chunk.items, chunk.from, traits)];
    for (const part of cutUp) this.#queue.insert(part);
  }

  /** What one item was told, by itself. */
  #again(chunk: Chunk<P, R>, index: number, again: Again): void {
    const maxCompany = Math.min(chunk.traits.maxCompany, again.maxCompany ?? Number.POSITIVE_INFINITY);
    const items = chunk.items.slice(index, index + 1);
    const one = makeChunk(chunk.request, items, chunk.from + index, { ...chunk.traits, maxCompany });
    this.#retryLater(one, again.error, again.notBefore ?? Number.NEGATIVE_INFINITY, false);
  }

  #retryLater(chunk: Chunk<P, R>, error: Error, due: number, fault: boolean): void {
    if (due >= chunk.request.submission.expiresAt) {
      this.#ledger.fail(chunk.request, error);
      return;
    }
    const { failures, faults } = chunk.traits;
    const traits = { ...chunk.traits, failures: failures + 1, faults: fault ? faults + 1 : faults };
    this.#parked.add(makeChunk(chunk.request, chunk.items, chunk.from, traits), due);
  }

  #tell(chunks: readonly Chunk<P, R>[], report: CallReport<R>, verdicts: readonly Verdict[]): void {
    const suspect = chunks[0]?.traits.suspect === true;
    if (verdicts[0]?.kind === 'split') this.#ledger.emit({ type: 'isolation', outcome: 'split' });
    else if (suspect && report.call === 'ok') this.#ledger.emit({ type: 'isolation', outcome: 'cleared' });
    else if (suspect && report.call === 'refused') this.#ledger.emit({ type: 'isolation', outcome: 'found' });
    if (verdicts.some((verdict) => verdict.kind === 'retry')) this.#ledger.emit({ type: 'retried', reason: report.call });
  }
}
