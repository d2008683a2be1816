import type { Clock } from '../../kernel/clock.ts';
import { fullJitter } from '../../kernel/full-jitter.ts';
import type { Ledger } from '../ledger.ts';
import type { ItemOutcome } from '../port.ts';
import { type Chunk, isWhole, makeChunk, pieces } from '../queue/chunk.ts';
import type { Queue } from '../queue/queue.ts';
import { Case } from './case.ts';
import { ENDINGS } from './endings.ts';
import { judge, type Verdict } from './judge.ts';
import {
  allOf,
  canBeTakenApart,
  chunksOf,
  failureAmong,
  type Landed,
  ofItems,
  saysNothing,
  type Wrong,
  wentWrong,
} from './landed.ts';
import type { LearnedCaps } from './learned-caps.ts';
import type { RetryBudget } from './retry-budget.ts';

const BACKOFF = { firstMs: 100, mostMs: 5000 };

export interface AftermathPorts<P, R> {
  readonly queue: Queue<P, R>;
  readonly ledger: Ledger<P, R>;
  readonly caps: LearnedCaps;
  readonly budget: RetryBudget;
  readonly clock: Clock;
  /** Times a request may be sent because calls broke. */
  readonly maxAttempts: number;
}

/**
 * What becomes of requests after a call: results and final errors go to their callers, the rest is sent again, in one of three
 * ways. Back in its lane, as if it had not been sent, when the call said nothing about it. In a case of its batch, when that may
 * hold an item at fault. In a case for each, when they are to be sent singly.
 */
export class Aftermath<P, R> {
  readonly #ports: AftermathPorts<P, R>;

  constructor(ports: AftermathPorts<P, R>) {
    this.#ports = ports;
  }

  settle(landed: Landed<P, R>, now: number): void {
    const { theirs, report } = landed;
    const wrong = this.#deliver(landed, now);
    if (theirs !== undefined) this.#blame(theirs.convicted(landed.workedAt));
    if (report.call === 'ok') {
      if (theirs !== undefined) this.#passed(theirs, report.outcomes.length, now);
      this.#fail(wrong);
    } else if (wrong.length === 0) {
      theirs?.gone();
    } else {
      this.#mend(wrong, landed, now);
    }
    if (theirs === undefined) return;
    theirs.landed();
    this.#ports.queue.closeIfDone(theirs);
  }

  /** The endpoint is down: nothing that it said lately is held against a batch. */
  dissolveCases(now: number): void {
    for (const theirs of this.#ports.queue.cases()) this.#ports.queue.dissolve(theirs, now);
  }

  /** Nobody waits for an endpoint that rejects every call, but for doors that pull. */
  turnAway(error: Error): void {
    const waiting = [...this.#ports.queue.chunks()];
    for (const { request } of waiting) {
      if (request.submission.credit === undefined) this.#ports.ledger.shed(request, 'breaker', error);
    }
  }

  /** Hands out what there is; returns what has not got its results and is still waited for. */
  #deliver({ chunks, report }: Landed<P, R>, now: number): Wrong<P, R>[] {
    const wrong: Wrong<P, R>[] = [];
    let offset = 0;
    for (const chunk of chunks) {
      const first = offset;
      offset += chunk.items.length;
      if (chunk.request.settled) continue;
      const error = failureAmong(report.outcomes, first, offset);
      if (error === undefined) this.#handOut(chunk, report.outcomes, first, now);
      else wrong.push({ chunk, error });
    }
    return wrong;
  }

  /** @param first of the outcomes, the one of the chunk's first item */
  #handOut(chunk: Chunk<P, R>, outcomes: readonly ItemOutcome<R>[], first: number, now: number): void {
    for (let index = 0; index < chunk.items.length; index += 1) {
      const outcome = outcomes[first + index];
      if (outcome?.kind === 'done') this.#ports.ledger.result(chunk.request, chunk.from + index, outcome.result, now);
      if (outcome?.kind !== 'again') continue;
      const maxCompany = Math.min(chunk.traits.maxCompany, outcome.maxCompany ?? Number.POSITIVE_INFINITY);
      const items = chunk.items.slice(index, index + 1);
      const one = makeChunk(chunk.request, items, chunk.from + index, { ...chunk.traits, maxCompany });
      this.#again([{ chunk: one, error: outcome.error }], outcome.notBefore ?? now, 1, now);
    }
  }

  #passed(theirs: Case<P, R>, items: number, now: number): void {
    if (theirs.kind === 'narrow') this.#ports.ledger.emit({ type: 'isolation', outcome: 'cleared' });
    const unexplained = theirs.passed(items);
    if (unexplained === undefined) return;
    const { caps, queue } = this.#ports;
    caps.unexplained(theirs.key, unexplained, now);
    // The rest goes on in batches of the size that passes.
    if (caps.of(theirs.key, now).items < unexplained.refused) queue.dissolve(theirs, now);
  }

  #mend(wrong: readonly Wrong<P, R>[], landed: Landed<P, R>, now: number): void {
    const { theirs, report, down } = landed;
    if (down && saysNothing(report.call)) this.#wait(wrong, landed, now);
    else if (theirs?.kind === 'narrow') this.#narrow(theirs, wrong, landed, now);
    else this.#carryOut(this.#verdict(landed, now), wrong, landed, now);
  }

  /** Until the endpoint is back. What made it fail as a probe again and again is not sent for ever. */
  #wait(wrong: readonly Wrong<P, R>[], { report, probe, tries }: Landed<P, R>, now: number): void {
    const { queue, ledger, maxAttempts } = this.#ports;
    const counts = report.call !== 'unreachable';
    for (const { chunk, error } of wrong) {
      const { request } = chunk;
      if (request.settled) continue;
      if (counts && (probe || tries >= maxAttempts)) request.probes += 1;
      if (request.probes >= maxAttempts) ledger.fail(request, error);
      else queue.insert(chunk, now);
    }
  }

  #verdict({ chunks, report: { call }, tries }: Landed<P, R>, now: number): Verdict {
    const { budget, ledger, maxAttempts } = this.#ports;
    const apart = canBeTakenApart(chunks);
    const verdict = judge({ call, apart, tries }, maxAttempts);
    // What the model never saw is no attempt, and no load.
    if (verdict !== 'again' || call === 'unreachable' || budget.withdraw(now)) return verdict;
    ledger.emit({ type: 'retryDenied', reason: call });
    return apart ? 'narrow' : 'final';
  }

  #carryOut(verdict: Verdict, wrong: readonly Wrong<P, R>[], landed: Landed<P, R>, now: number): void {
    const { report, theirs, tries } = landed;
    const { ledger, queue, clock } = this.#ports;
    switch (verdict) {
      case 'final':
        if (theirs?.isSingle === true && report.call === 'refused') ledger.emit({ type: 'isolation', outcome: 'found' });
        this.#fail(wrong);
        break;
      case 'again':
        ledger.emit({ type: 'retried', reason: report.call });
        this.#again(
          wrong,
          now + fullJitter(tries, BACKOFF, clock.random()),
          report.call === 'unreachable' ? tries - 1 : tries,
          now,
        );
        break;
      case 'narrow': {
        ledger.emit({ type: 'isolation', outcome: 'split' });
        const suspects = pieces(chunksOf(wrong));
        queue.hold(suspects, Case.narrow(suspects, wentWrong(wrong, landed, now), now), now);
        break;
      }
      case 'singles':
        this.#singles(wrong, landed, now);
        break;
      case 'requeue':
        this.#requeue(wrong, landed, now);
        break;
    }
  }

  /** A part of a batch that is searched went wrong itself. */
  #narrow(theirs: Case<P, R>, wrong: readonly Wrong<P, R>[], landed: Landed<P, R>, now: number): void {
    const { queue, clock } = this.#ports;
    const { call } = landed.report;
    if (call === 'throttled' || call === 'unreachable') {
      const notBefore = call === 'throttled' ? landed.pausedUntil : now + fullJitter(1, BACKOFF, clock.random());
      const inTime = this.#inTime(wrong, notBefore);
      queue.hold(inTime, theirs, now);
      theirs.putBack(inTime, allOf(inTime, landed), notBefore);
      return;
    }
    const suspects = pieces(chunksOf(wrong));
    // Who is left of several is not at fault: it may be one who left.
    const several = suspects.length > 1 || !allOf(wrong, landed);
    const singly = (call === 'mismatch' || call === 'unreadable') && several;
    if (singly || call === 'rejected' || call === 'timeout') {
      queue.dissolve(theirs, now);
      if (singly) this.#singles(wrong, landed, now);
      else this.#fail(wrong);
    } else if (several) {
      queue.hold(suspects, theirs, now);
      theirs.wrong(suspects, wentWrong(wrong, landed, now));
    } else {
      // What fails by itself is at fault only if the endpoint is not; what the model refuses, it has looked at.
      if (ENDINGS[call].health === 'doubtful' && theirs.mayShow()) {
        queue.hold(suspects, theirs, now);
        theirs.suspect(wrong);
        return;
      }
      this.#blame(wrong);
      if (theirs.found()) this.#giveUpSearch(theirs, now);
    }
  }

  #blame(wrong: readonly Wrong<P, R>[]): void {
    for (const each of wrong) {
      this.#ports.ledger.emit({ type: 'isolation', outcome: 'found' });
      this.#fail([each]);
    }
  }

  /** There are too many items at fault to be searched for. */
  #giveUpSearch(theirs: Case<P, R>, now: number): void {
    const { queue } = this.#ports;
    for (const chunk of queue.release(theirs)) queue.hold([chunk], Case.single(chunk, true), now);
  }

  /** The first to pass alone tells that it may have been the size. */
  #singles(wrong: readonly Wrong<P, R>[], landed: Landed<P, R>, now: number): void {
    const { ledger, queue } = this.#ports;
    let batch = wentWrong(wrong, landed, now);
    ledger.emit({ type: 'isolation', outcome: 'split' });
    for (const { chunk } of wrong) {
      const { request, traits, from } = chunk;
      const alone = isWhole(chunk) ? [chunk] : chunk.items.map((item, index) => makeChunk(request, [item], from + index, traits));
      for (const each of alone) {
        queue.hold([each], Case.single(each, false, batch), now);
        batch = undefined;
      }
    }
  }

  /** A call that was too large finds lower caps when it comes again; see LearnedCaps. */
  #requeue(wrong: readonly Wrong<P, R>[], { report, pausedUntil }: Landed<P, R>, now: number): void {
    const { queue, ledger } = this.#ports;
    ledger.emit({ type: 'retried', reason: report.call });
    const again = report.call === 'throttled' ? this.#inTime(wrong, pausedUntil) : pieces(chunksOf(wrong));
    for (const chunk of again) queue.insert(chunk, now);
  }

  #again(wrong: readonly Wrong<P, R>[], notBefore: number, tries: number, now: number): void {
    const chunks = this.#inTime(wrong, notBefore);
    if (chunks.length > 0) this.#ports.queue.hold(chunks, Case.again(chunks, notBefore, tries), now);
  }

  /** Who would be sent too late is told at once what went wrong. */
  #inTime(wrong: readonly Wrong<P, R>[], notBefore: number): Chunk<P, R>[] {
    const inTime = ({ chunk }: Wrong<P, R>): boolean => chunk.request.submission.expiresAt > notBefore;
    this.#fail(wrong.filter((each) => !inTime(each)));
    return wrong.filter((each) => inTime(each) && !each.chunk.request.settled).map(({ chunk }) => chunk);
  }

  #fail(wrong: readonly Wrong<P, R>[]): void {
    for (const { chunk, error } of wrong) this.#ports.ledger.fail(chunk.request, isWhole(chunk) ? error : ofItems(error, chunk));
  }
}
