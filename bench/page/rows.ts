import { isScenario, type Recorded } from '../recorded/recorded.ts';
import { rowsOf } from '../report/cells.ts';
import { linesOf } from '../soak/report.ts';
import type { SoakResult } from '../soak/result.ts';
import { rowsOf as transformRows } from '../transform/report.ts';
import type { TransformResult } from '../transform/result.ts';

/** What stands in a benchmark's table, its heading first; nothing where its targets tell it all. */
export function rowsIn(recorded: Recorded): string[][] {
  if (isScenario(recorded)) return rowsOf(recorded);
  if (isOf<SoakResult>(recorded, 'soak')) return linesOf(recorded);
  return isOf<TransformResult>(recorded, 'transform') ? transformRows(recorded) : [];
}

function isOf<R extends SoakResult | TransformResult>(recorded: Recorded, scenario: R['scenario']): recorded is Recorded & R {
  return recorded.scenario === scenario;
}
