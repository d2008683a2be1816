import { parallelOf, rateOf } from '../cells/capacity.ts';
import { type Cell, FULL_CALL_MS } from '../cells/cell.ts';
import { ON_OFF_PERIOD_MS } from '../traffic/on-off.ts';
import { RAMP_PERIOD_MS } from '../traffic/ramp.ts';
import { DRIFT_PERIOD_MS } from '../world/device.ts';

/** What is measured lies between these virtual times. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** How much a window has to hold to be worth something. */
export interface Extent {
  /** The time of so many full calls, and of so many on each server; but no more than `mostRequests` just for that. */
  readonly fullCalls: number;
  readonly rounds: number;
  readonly mostRequests: number;
  readonly requests: number;
  readonly periods: number;
}

/** A window is that many deadlines long where the line grows until nobody more can be answered in time. */
const DEADLINES = 3;

export const WHOLE: Extent = { fullCalls: 300, rounds: 32, mostRequests: 60_000, requests: 3000, periods: 4 };
/** For a first look. */
export const GLANCE: Extent = { fullCalls: 50, rounds: 4, mostRequests: 10_000, requests: 1000, periods: 1 };

export function lengthOf(cell: Cell, { fullCalls, rounds, mostRequests, requests, periods }: Extent): number {
  const rate = rateOf(cell);
  const callsMs = Math.max(fullCalls / parallelOf(cell.device), rounds) * FULL_CALL_MS;
  const deadlines = mayGrow(cell) ? DEADLINES * cell.deadlineMs : 0;
  return Math.max(Math.min(callsMs, mostRequests / rate), requests / rate, periods * periodOf(cell), deadlines);
}

/** Before that time a line that only grows is not as long as it can be, and nobody is late yet. */
export function earliestFrom(cell: Cell): number {
  return mayGrow(cell) ? 1.5 * cell.deadlineMs : 0;
}

/** Whether more may come for a while than can be answered. */
function mayGrow({ traffic }: Cell): boolean {
  return traffic.kind === 'poisson' && traffic.load > 1;
}

function periodOf({ device, traffic }: Cell): number {
  const drift = device.drifts ? DRIFT_PERIOD_MS : 0;
  return Math.max(drift, traffic.kind === 'onOff' ? ON_OFF_PERIOD_MS : traffic.kind === 'ramp' ? RAMP_PERIOD_MS : 0);
}
