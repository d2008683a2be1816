import type { CallEnding } from '../../batching/port.ts';
import type { DirectReport } from '../../endpoints/direct-calls.ts';
import { tellError } from '../../proving/tell-error.ts';

/**
 * Why a round goes no further. `throttled`: there is no room for so many calls. `setting`: calls of this size fail. `endpoint`: it
 * will have no call at all.
 */
export interface Trouble {
  readonly kind: 'throttled' | 'setting' | 'endpoint';
  readonly why: string;
  /** When the endpoint said how long it wants to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** One failure may be chance, two in a row are not; but a call that takes too long is not made twice. */
const IN_A_ROW = 2;

/** Watches how the calls of a round end. */
export class TroubleWatch {
  #trouble: Trouble | undefined;
  #inARow = 0;

  /** The first there was. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  see(report: DirectReport): void {
    this.#inARow = report.call === 'ok' ? 0 : this.#inARow + 1;
    const kind = kindOf(report.call, this.#inARow);
    if (kind === undefined || this.#trouble !== undefined) return;
    const { retryAfterMs } = report;
    this.#trouble = { kind, why: reasonOf(report), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
}

function kindOf(call: CallEnding, inARow: number): Trouble['kind'] | undefined {
  if (call === 'throttled') return 'throttled';
  if (call === 'rejected' || call === 'unreachable') return 'endpoint';
  return call === 'timeout' || inARow >= IN_A_ROW ? 'setting' : undefined;
}

/** What the first caller of the call would be told. */
export function reasonOf({ outcomes }: DirectReport): string {
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  return failed === undefined ? 'no answer' : tellError(failed.error);
}
