import type { CallSignal } from '../../kernel/call-abort.ts';
import type { Clock } from '../../kernel/clock.ts';
import { seededDice } from '../../kernel/seeded-dice.ts';
import { type Upstream, type UpstreamCall, UpstreamFailure, type UpstreamReply } from '../port.ts';
import { errorAnswer, predictionsAnswer } from './answers.ts';
import { Device } from './device.ts';
import { type Instances, readInstances } from './instances.ts';
import { lognormalFactor } from './lognormal-factor.ts';

export interface SimulatedUpstreamOptions {
  /** Time of a call on the device whatever its size, in milliseconds. */
  readonly baseMs: number;
  /** Time that each item adds, in milliseconds. */
  readonly perItemMs: number;
  /** Instead of these two: the time of a call of so many items, in milliseconds. */
  readonly callMs?: (items: number) => number;
  /** Calls that the device works on at once; the others wait, first come, first served. */
  readonly concurrency: number;
  /** Sigma of the lognormal factor (of mean 1) on a call's time. @default 0, every call takes its exact time */
  readonly jitter?: number;
  /** Seed of all draws: the same calls in the same order get the same jitter and errors. @default 1 */
  readonly seed?: number;
  /** Share of calls, 0 to 1, that are answered 500 after their time. @default 0 */
  readonly errorRate?: number;
  /** A call that finds this many working or waiting is answered 429 at once. @default none is */
  readonly throttleAbove?: number;
  /** A call with an item whose JSON text contains this is answered 400 as a whole, after its time. @default none is */
  readonly refuse?: string;
}

/**
 * A model that is not there: KServe V1 that echoes, each prediction the bytes of its instance, with a latency of
 * `(baseMs + perItemMs * items) * jitter` on a device of limited concurrency. Items are counted in the body, not taken from the
 * call, as a request that goes alone may hold several. What is not KServe V1 is answered 400 at once.
 */
export function createSimulatedUpstream(options: SimulatedUpstreamOptions, clock: Clock): Upstream {
  const model = new SimulatedModel(options, clock);
  return {
    callerHeaders: [],
    aloneHeaders: [],
    invoke: (call, signal) => model.answer(call, signal),
    close: async () => model.close(),
  };
}

class SimulatedModel {
  readonly #options: SimulatedUpstreamOptions;
  readonly #device: Device;
  readonly #dice: () => number;
  #closed = false;

  constructor(options: SimulatedUpstreamOptions, clock: Clock) {
    this.#options = options;
    this.#device = new Device(clock, options.concurrency);
    this.#dice = seededDice(options.seed ?? 1);
  }

  async answer(call: UpstreamCall, signal: CallSignal): Promise<UpstreamReply> {
    signal.throwIfAborted();
    if (this.#closed) throw new UpstreamFailure('unreachable', 'the simulated model is closed');
    const instances = readInstances(call.body);
    if (instances === undefined) return errorAnswer(400, 'Expected a JSON object with an array "instances"');
    if (this.#device.load >= (this.#options.throttleAbove ?? Number.POSITIVE_INFINITY))
      return errorAnswer(429, 'Too many calls at once');
    return this.#serve(instances, signal);
  }

  close(): void {
    this.#closed = true;
    this.#device.stop(new UpstreamFailure('broken', 'the simulated model was closed'));
  }

  /** Draws before it waits, so that a run repeats however its calls end. */
  async #serve({ array, items }: Instances, signal: CallSignal): Promise<UpstreamReply> {
    const { baseMs, perItemMs, callMs = (count) => baseMs + perItemMs * count } = this.#options;
    const { jitter = 0, errorRate = 0, refuse } = this.#options;
    const factor = lognormalFactor(this.#dice, jitter);
    const fails = this.#dice() < errorRate;
    await this.#device.serve(callMs(items.length) * factor, signal);
    if (fails) return errorAnswer(500, 'Simulated failure');
    if (refuse !== undefined && items.some((item) => item.includes(refuse)))
      return errorAnswer(400, 'Simulated refusal of an item');
    return predictionsAnswer(array);
  }
}
