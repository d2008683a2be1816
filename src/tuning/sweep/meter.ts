import type { DirectCalls, DirectReport } from '../../endpoints/direct-calls.ts';
import type { Clock } from '../../kernel/clock.ts';
import { EndpointUnusable } from '../../proving/endpoint-unusable.ts';
import type { Budget } from '../budget.ts';
import type { Rotation } from './rotation.ts';
import type { EndedCall, Round } from './round.ts';
import type { Setting } from './setting.ts';
import { reasonOf, type Trouble, TroubleWatch } from './trouble.ts';

export interface MeterParts {
  readonly clock: Clock;
  readonly calls: DirectCalls;
  readonly rotation: Rotation;
  readonly budget: Budget;
  /** Told after each call. */
  readonly onCall: (setting: Setting) => void;
}

export interface Metered {
  readonly round: Round;
  /** Why it ended early, unless the budget did. */
  readonly trouble: Trouble | undefined;
}

/** Makes calls, so many under way at all times, and times them. */
export class Meter {
  readonly #parts: MeterParts;
  readonly #failures = new Map<string, number>();
  #succeeded = 0;
  #items = 0;

  constructor(parts: MeterParts) {
    this.#parts = parts;
  }

  /** Sent so far. */
  get items(): number {
    return this.#items;
  }

  /** What went wrong, and how often. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  /**
   * So many calls of a setting, as far as the budget goes. Trouble ends it; calls under way are waited for.
   * @throws {EndpointUnusable} when the endpoint will have none at all
   */
  async round(setting: Setting, count: number): Promise<Metered> {
    const ended: (EndedCall | undefined)[] = [];
    const watch = new TroubleWatch();
    const worker = async (): Promise<void> => {
      while (ended.length < count && watch.trouble === undefined && this.#parts.budget.take()) {
        const place = ended.push(undefined) - 1;
        const { call, report } = await this.#call(setting);
        ended[place] = call;
        watch.see(report);
      }
    };
    await Promise.all(Array.from({ length: setting.concurrency }, worker));
    if (watch.trouble?.kind === 'endpoint' && this.#succeeded === 0) throw new EndpointUnusable(watch.trouble.why);
    return { round: ended.filter((call) => call !== undefined), trouble: watch.trouble };
  }

  async #call(setting: Setting): Promise<{ readonly call: EndedCall; readonly report: DirectReport }> {
    const { clock, calls, rotation, onCall } = this.#parts;
    const { requests, items } = rotation.next(setting.size);
    const startedAt = clock.now();
    const report = await calls.call(requests);
    this.#items += items;
    if (report.call === 'ok') this.#succeeded += 1;
    else this.#note(report);
    onCall(setting);
    return { call: { items, ms: clock.now() - startedAt, call: report.call }, report };
  }

  #note(report: DirectReport): void {
    const why = reasonOf(report);
    this.#failures.set(why, (this.#failures.get(why) ?? 0) + 1);
  }
}
