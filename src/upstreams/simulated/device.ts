import type { CallSignal } from '../../kernel/call-abort.ts';
import type { Clock } from '../../kernel/clock.ts';

interface Job {
  readonly arrivedAt: number;
  readonly serviceMs: number;
  readonly settle: { readonly done: () => void; readonly failed: (reason: unknown) => void };
}

interface RunningJob {
  readonly job: Job;
  readonly finishAt: number;
}

/**
 * A device that works on up to `concurrency` jobs at once, the others waiting first come, first served.
 *
 *     queued -> running -> done
 *     queued -> left (aborted)
 *
 * A job whose caller leaves while it runs keeps its place to the end, as on real model servers, which do not look whether
 * anyone still listens.
 *
 * Times are reckoned, not measured: a job that was waiting starts when the one before it was due to finish, however late the
 * timer fired that told of it, and jobs that are due by now are finished without a timer of their own. So a busy period takes
 * the sum of its service times, though each Node timer is late by up to a millisecond or so.
 */
export class Device {
  readonly #clock: Clock;
  readonly #concurrency: number;
  readonly #queue = new Set<Job>();
  readonly #running: RunningJob[] = [];
  #freedAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: () => void = () => {};

  constructor(clock: Clock, concurrency: number) {
    this.#clock = clock;
    this.#concurrency = concurrency;
  }

  /** Jobs running or waiting. */
  get load(): number {
    return this.#queue.size + this.#running.length;
  }

  /** Resolves when the job of `serviceMs` is finished; rejects with the signal's reason as soon as it is aborted. */
  serve(serviceMs: number, signal: CallSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#queue.delete(job);
        reject(signal.reason);
      };
      const ended = (settle: () => void): void => {
        signal.removeEventListener('abort', leave);
        settle();
      };
      const settle = { done: () => ended(resolve), failed: (reason: unknown) => ended(() => reject(reason)) };
      const job: Job = { arrivedAt: this.#clock.now(), serviceMs, settle };
      signal.addEventListener('abort', leave, { once: true });
      this.#queue.add(job);
      this.#work();
    });
  }

  /** Rejects every job with `reason` and stops the device's timer. */
  stop(reason: unknown): void {
    this.#cancelTimer();
    const jobs = [...this.#running.splice(0).map(({ job }) => job), ...this.#queue];
    this.#queue.clear();
    for (const job of jobs) job.settle.failed(reason);
  }

  /** Brings the device up to now, then sleeps until the next job is due. */
  #work(): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#startWaiting();
    for (let next = this.#running[0]; next !== undefined; next = this.#running[0]) {
      if (next.finishAt > this.#clock.now()) {
        this.#cancelTimer = this.#clock.at(next.finishAt, () => this.#work());
        return;
      }
      this.#finish(next);
    }
  }

  #finish({ job, finishAt }: RunningJob): void {
    this.#running.shift();
    this.#freedAt = finishAt;
    this.#startWaiting();
    job.settle.done();
  }

  #startWaiting(): void {
    for (const job of this.#queue) {
      if (this.#running.length === this.#concurrency) return;
      this.#queue.delete(job);
      const startAt = Math.max(job.arrivedAt, this.#freedAt);
      this.#insert({ job, finishAt: startAt + job.serviceMs });
    }
  }

  /** Keeps `#running` in order of finish. */
  #insert(running: RunningJob): void {
    const later = this.#running.findIndex(({ finishAt }) => finishAt > running.finishAt);
    this.#running.splice(later === -1 ? this.#running.length : later, 0, running);
  }
}
