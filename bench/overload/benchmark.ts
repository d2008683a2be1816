import type { Benchmark } from '../benchmark.ts';
import { filesOf } from '../report/files.ts';
import { overloadChart } from './chart.ts';
import { overloadPlan } from './plan.ts';
import { complaints, runOverload } from './run-overload.ts';
import { overloadTable } from './table.ts';

export const overload: Benchmark = {
  name: 'overload',
  async run({ asked, short }, bench) {
    const result = await runOverload({ plan: overloadPlan(asked, short), ...bench });
    const files = filesOf(result, { 'in-time': overloadChart(result) });
    return { text: overloadTable(result), files, complaints: complaints(result) };
  },
};
