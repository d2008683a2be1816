import type { Commit } from '../../report/commit.ts';
import type { Machine } from '../../report/machine.ts';
import type { Compared } from '../measure/compared.ts';

/** The whole comparison. */
export interface PoliciesResult {
  readonly command: string;
  readonly date: string;
  readonly commit: Commit;
  readonly machine: Machine;
  readonly cells: readonly Compared[];
}
