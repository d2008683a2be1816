import { Budget } from './budget.ts';
import { chooseBest } from './findings/best.ts';
import type { TunePlan } from './plan.ts';
import type { TuneRecords } from './records.ts';
import { reportOf } from './report-of.ts';
import { type Policies, tryPolicies } from './serving/try-policies.ts';
import type { CellFigures } from './sweep/cell.ts';
import { Meter } from './sweep/meter.ts';
import { Rotation } from './sweep/rotation.ts';
import { settingText } from './sweep/setting.ts';
import { Settings } from './sweep/settings.ts';
import { sweep } from './sweep/sweep.ts';
import type { TunableEndpoint } from './tunable-endpoint.ts';
import type { TuneReport } from './tune-report.ts';
import type { TuneProgress } from './tune-request.ts';

/** Of the budget; the rest is for the gateway itself. */
const FOR_THE_SWEEP = 0.6;
/** One run: the sweep, then the gateway itself under the load of the best setting, and that setting once more beside it. */
export class Tuning {
  readonly #endpoint: TunableEndpoint;
  readonly #records: TuneRecords;
  readonly #plan: TunePlan;
  readonly #stop: AbortSignal;
  readonly #onProgress: (progress: TuneProgress) => void;
  readonly #budget: Budget;
  readonly #meter: Meter;
  readonly #settings: Settings;

  constructor(
    endpoint: TunableEndpoint,
    records: TuneRecords,
    plan: TunePlan,
    stop: AbortSignal,
    onProgress: (progress: TuneProgress) => void,
  ) {
    const { clock, codec, upstream, caps } = endpoint;
    this.#endpoint = endpoint;
    this.#records = records;
    this.#plan = plan;
    this.#stop = stop;
    this.#onProgress = onProgress;
    this.#budget = new Budget(clock, { calls: plan.calls, ms: 1000 * plan.seconds }, stop);
    this.#meter = new Meter({
      clock,
      calls: endpoint.callsBy(codec, upstream),
      rotation: new Rotation(records.requests, caps),
      budget: this.#budget,
      onCall: (setting) => this.#progress(settingText(setting)),
    });
    this.#settings = new Settings({ meter: this.#meter, clock, budget: this.#budget, stop });
  }

  /** @throws {EndpointUnusable} */
  async run(): Promise<TuneReport> {
    this.#budget.allow(FOR_THE_SWEEP);
    const ended = (await sweep(this.#plan, this.#settings, this.#budget)) ? undefined : this.#budget.over;
    this.#budget.allow(1);
    const best = this.#best();
    const { items, adaptive, byHand } = await this.#policies(best);
    if (best !== undefined) await this.#settings.visit(best);
    const over = this.#stop.aborted ? 'stopped' : ended;
    return reportOf({
      endpoint: this.#endpoint,
      records: this.#records,
      plan: this.#plan,
      settings: this.#settings,
      chosen: best,
      adaptive,
      byHand,
      over,
      failures: this.#meter.failures,
      sent: {
        calls: this.#budget.calls,
        items: this.#meter.items + items,
        seconds: this.#budget.elapsedMs / 1000,
      },
    });
  }

  #best(): CellFigures | undefined {
    return chooseBest(this.#settings.figures, this.#records.fewestItems, this.#plan.p99?.ms)?.best;
  }

  /** Unless the endpoint is gone. */
  async #policies(best: CellFigures | undefined): Promise<Policies> {
    if (best === undefined || this.#settings.failure !== undefined) return { items: 0, adaptive: undefined, byHand: undefined };
    const largest = Math.max(...this.#settings.figures.map(({ size }) => size));
    return tryPolicies(best, largest, {
      endpoint: this.#endpoint,
      records: this.#records,
      budget: this.#budget,
      stop: this.#stop,
      onCall: () => this.#progress('the gateway itself'),
    });
  }

  #progress(doing: string): void {
    this.#onProgress({ calls: this.#budget.calls, spent: this.#budget.spent, doing });
  }
}
