import type { Clock } from '../../../src/kernel/clock.ts';

/** Which calls are meant, and for how long. */
export interface Aim {
  /** @default all of them */
  readonly operations?: readonly string[];
  /** Of streams or tables. @default all of them */
  readonly names?: readonly string[];
  /** So many calls, and no more. @default all */
  readonly times?: number;
  /** So many milliseconds from now. @default until it is taken back */
  readonly forMs?: number;
  /** The share of the calls, drawn at random. @default 1 */
  readonly share?: number;
}

interface Active<Rule> {
  readonly rule: Rule;
  readonly until: number;
  left: number;
}

/** What is made to go wrong at present. */
export class Interferences<Rule extends Aim> {
  readonly #clock: Clock;
  readonly #active = new Set<Active<Rule>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns what takes it back */
  add(rule: Rule): () => void {
    const { times = Number.POSITIVE_INFINITY, forMs = Number.POSITIVE_INFINITY } = rule;
    const active = { rule, left: times, until: this.#clock.now() + forMs };
    this.#active.add(active);
    return () => this.#active.delete(active);
  }

  clear(): void {
    this.#active.clear();
  }

  /** The first that a call meets, which counts against its times. */
  meet(operation: string, name?: string): Rule | undefined {
    for (const active of this.#active) {
      if (active.left <= 0 || this.#clock.now() >= active.until) this.#active.delete(active);
      else if (isAimedAt(active.rule, operation, name) && this.#isDrawn(active.rule)) {
        active.left -= 1;
        return active.rule;
      }
    }
    return undefined;
  }

  #isDrawn({ share = 1 }: Rule): boolean {
    return share >= 1 || this.#clock.random() < share;
  }
}

function isAimedAt({ operations, names }: Aim, operation: string, name: string | undefined): boolean {
  if (operations !== undefined && !operations.includes(operation)) return false;
  return names === undefined || (name !== undefined && names.includes(name));
}
