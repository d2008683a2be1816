import type { EndpointPort } from '../../endpoints/port.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Fence } from './fence.ts';
import type { Gate } from './gate.ts';
import { Inquiries } from './inquiries.ts';

export interface AskerOptions {
  /** How often a record that failed is sent again, beside the first time; Infinity for as often as it takes. */
  readonly maximumRetryAttempts: number;
}

export interface AskerParts {
  readonly clock: Clock;
  readonly endpoint: EndpointPort;
  readonly gate: Gate;
}

/** Asks an endpoint for the records of a door that pulls, each as often as it takes. */
export class Asker {
  readonly #options: AskerOptions;
  readonly #parts: AskerParts;

  constructor(options: AskerOptions, parts: AskerParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Where all is asked that is by one right. */
  under(fence: Fence): Inquiries {
    const { clock, endpoint, gate } = this.#parts;
    const { maximumRetryAttempts } = this.#options;
    return new Inquiries(fence, { clock, endpoint, gate, maximumRetryAttempts });
  }
}
