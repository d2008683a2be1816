import { type Commit, currentCommit } from './commit.ts';
import { type Machine, thisMachine } from './machine.ts';

/** When, of what and where a result was measured; every result file begins with it. */
export interface About {
  readonly command: string;
  /** ISO 8601. */
  readonly date: string;
  readonly commit: Commit;
  readonly machine: Machine;
}

export function aboutNow(command: string): About {
  return { command, date: new Date().toISOString(), commit: currentCommit(), machine: thisMachine() };
}
