import { capacityOf } from './capacity.ts';
import type { Cell } from './cell.ts';

/** What there is to know of a cell beside its name. */
export interface Facts {
  readonly baseMs: number;
  readonly perUnitMs: number;
  /** Items a second in full calls. */
  readonly capacity: number;
  readonly deadlineMs: number;
}

export function factsOf({ device, deadlineMs }: Cell): Facts {
  const { baseMs, perUnitMs } = device;
  return { baseMs, perUnitMs, capacity: 1000 * capacityOf(device), deadlineMs };
}
