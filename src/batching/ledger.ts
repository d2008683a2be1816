import type { HeartEvent, HeartListener, ShedReason } from './events.ts';
import type { Settlement } from './port.ts';
import type { Queue } from './queue/queue.ts';
import type { Request } from './request.ts';

export interface LedgerPorts {
  readonly listener: HeartListener;
  /** Told what a listener or a settlement threw. */
  readonly onFault: (thrown: unknown) => void;
}

/**
 * Ends requests. Each is settled once: answered when no item is missing, failed by its first failed item, or left by its
 * caller. Whatever of it still waits is taken out of the queue then, and a call that nobody waits for any more is aborted.
 */
export class Ledger<P, R> {
  readonly #queue: Queue<P, R>;
  readonly #ports: LedgerPorts;

  constructor(queue: Queue<P, R>, ports: LedgerPorts) {
    this.#queue = queue;
    this.#ports = ports;
  }

  /** Notes the result of one item. */
  result(request: Request<P, R>, index: number, result: R, now: number): void {
    if (request.settled) return;
    request.results[index] = result;
    request.missing -= 1;
    if (request.missing > 0) return;
    this.#close(request);
    this.#settle(request, { kind: 'answered', results: request.results, story: request.story });
    this.emit({ type: 'settled', inTime: now <= request.submission.deadline, story: request.story });
  }

  fail(request: Request<P, R>, error: Error): void {
    if (request.settled) return;
    this.#close(request);
    this.#settle(request, { kind: 'failed', error, story: request.story });
  }

  /** Refuses a request for want of room or time. */
  shed(request: Request<P, R>, reason: ShedReason, error: Error): void {
    if (request.settled) return;
    this.emit({ type: 'shed', reason });
    this.fail(request, error);
  }

  /** The caller is gone. */
  leave(request: Request<P, R>): void {
    if (request.settled) return;
    this.emit({ type: 'cancelled', stage: request.flights.length > 0 ? 'sent' : 'queued' });
    this.#close(request);
  }

  /** What a subscriber throws ends at the subscriber; so does what a settlement throws. */
  emit(event: HeartEvent): void {
    try {
      this.#ports.listener(event);
    } catch (thrown) {
      this.#ports.onFault(thrown);
    }
  }

  #settle(request: Request<P, R>, settlement: Settlement<R>): void {
    try {
      request.settle(settlement);
    } catch (thrown) {
      this.#ports.onFault(thrown);
    }
  }

  #close(request: Request<P, R>): void {
    request.settled = true;
    for (let chunk = request.queued.pop(); chunk !== undefined; chunk = request.queued.pop()) this.#queue.remove(chunk);
    for (let flight = request.flights.pop(); flight !== undefined; flight = request.flights.pop()) {
      flight.waiting -= 1;
      if (flight.waiting === 0) flight.abort.abort();
    }
    request.submission.credit?.release();
  }
}
