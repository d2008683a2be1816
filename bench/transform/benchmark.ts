import type { Benchmark } from '../benchmark.ts';
import { filesOf } from '../report/files.ts';
import { transformPlan } from './plan.ts';
import { memoryChart, transformTable } from './report.ts';
import { complaints, runTransform } from './run-transform.ts';

export const transform: Benchmark = {
  name: 'transform',
  async run({ asked, short }, bench) {
    const result = await runTransform(transformPlan(asked, short), bench);
    const files = filesOf(result, { memory: memoryChart(result) });
    return { text: transformTable(result), files, complaints: complaints(result) };
  },
};
