import type { Benchmark } from '../benchmark.ts';
import { fullCellText } from './report/cell-text.ts';
import { chartsOf } from './report/charts.ts';
import { jsonOf } from './report/json.ts';
import { tableOf } from './report/table.ts';
import { complaints, runPolicies } from './run-policies.ts';

export const policies: Benchmark = {
  name: 'policies',
  async run({ short, only }, { command, progress }) {
    const result = await runPolicies({ command, short, only, progress });
    const cells = only === undefined ? [] : result.cells.map(fullCellText);
    const charts = Object.entries(chartsOf(result.cells)).map(([what, svg]) => [`policies-${what}.svg`, svg]);
    const files = { 'policies.json': jsonOf(result), ...Object.fromEntries(charts) };
    return {
      text: [...cells, tableOf(result.cells)].join('\n'),
      files: only === undefined ? files : {},
      complaints: complaints(result),
    };
  },
};
