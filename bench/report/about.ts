import type { Commit } from './commit.ts';
import type { Machine } from './machine.ts';

/** When, of what and where a result was measured; every result file begins with it. */
export interface About {
  readonly command: string;
  /** ISO 8601. */
  readonly date: string;
  readonly commit: Commit;
  readonly machine: Machine;
}
