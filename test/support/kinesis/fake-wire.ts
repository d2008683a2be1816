import type { Clock } from '../../../src/kernel/clock.ts';
import { type Aim, Interferences } from './interferences.ts';

/**
 * What happens to calls: `refused`: answered with the fault, and not carried out. `lost`: carried out, and answered with the
 * fault all the same. `hung`: not carried out, and given up by the caller after its time-out. Operations are the port's methods.
 */
export interface Interference<Fault> extends Aim {
  readonly how: 'refused' | 'lost' | 'hung';
  /** @default `unavailable` */
  readonly fault?: Fault;
}

/** The way between a fake service and its callers: it takes time, and things go wrong on it. */
export class FakeWire<Fault extends string> {
  /** Milliseconds of a call, half of them before it is carried out. May be changed at any time. */
  latencyMs: (operation: string) => number = () => 0;
  /** How long a caller waits for an answer that never comes, in milliseconds. May be changed at any time. */
  timeOutMs = 10_000;
  readonly #clock: Clock;
  readonly #errorOf: (fault: Fault | 'unavailable', message: string) => Error;
  readonly #interferences: Interferences<Interference<Fault>>;
  readonly #calls = new Map<string, number>();

  constructor(clock: Clock, errorOf: (fault: Fault | 'unavailable', message: string) => Error) {
    this.#clock = clock;
    this.#errorOf = errorOf;
    this.#interferences = new Interferences(clock);
  }

  /** @returns what takes it back */
  interfere(interference: Interference<Fault>): () => void {
    return this.#interferences.add(interference);
  }

  /** Takes all interference back. */
  heal(): void {
    this.#interferences.clear();
  }

  /** How often a method was called, whatever came of it. */
  calls(operation: string): number {
    return this.#calls.get(operation) ?? 0;
  }

  async carry<T>(operation: string, carryOut: () => T): Promise<T> {
    this.#calls.set(operation, this.calls(operation) + 1);
    const halfMs = this.latencyMs(operation) / 2;
    await this.#wait(halfMs);
    const met = this.#interferences.meet(operation);
    if (met?.how === 'hung') await this.#wait(this.timeOutMs);
    if (met !== undefined && met.how !== 'lost') throw this.#error(operation, met);
    // An answer is of the moment it was carried out in, however long it travels.
    const outcome = attempt(carryOut);
    await this.#wait(halfMs);
    if (met !== undefined) throw this.#error(operation, met);
    if ('thrown' in outcome) throw outcome.thrown;
    return outcome.value;
  }

  #error(operation: string, { how, fault }: Interference<Fault>): Error {
    return this.#errorOf(fault ?? 'unavailable', `${operation}: ${how}`);
  }

  async #wait(ms: number): Promise<void> {
    if (ms > 0) await new Promise<void>((resolve) => this.#clock.at(this.#clock.now() + ms, resolve));
  }
}

function attempt<T>(carryOut: () => T): { readonly value: T } | { readonly thrown: unknown } {
  try {
    return { value: carryOut() };
  } catch (thrown) {
    return { thrown };
  }
}
