import { planOf, type TunePlan } from './plan.ts';
import { chooseRecords } from './records.ts';
import type { TunableEndpoint } from './tunable-endpoint.ts';
import type { TuneReport } from './tune-report.ts';
import type { TuneProgress, TuneRequest } from './tune-request.ts';
import { Tuning } from './tuning.ts';

/** A sweep that has sent nothing yet. */
export interface PreparedTune {
  readonly plan: TunePlan;
  /**
   * Sends what the plan says, and never more.
   * @param stop ends it early; what was found out by then is reported
   * @throws {EndpointUnusable} when the endpoint answers none of the first calls
   */
  run(stop: AbortSignal, onProgress?: (progress: TuneProgress) => void): Promise<TuneReport>;
}

/**
 * Decides what is to be sent to find out how large batches should be, and how many of them under way.
 * @throws {InputError} when there are no records to send
 */
export async function prepareTune(endpoint: TunableEndpoint, request: TuneRequest): Promise<PreparedTune> {
  const records = await chooseRecords(endpoint, request);
  const plan = planOf(records, endpoint, request);
  return { plan, run: (stop, onProgress = () => {}) => new Tuning(endpoint, records, plan, stop, onProgress).run() };
}
