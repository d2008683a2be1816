import type { Benchmark } from '../benchmark.ts';
import { filesOf } from '../report/files.ts';
import { soakPlan } from './plan.ts';
import { soakChart, soakTable } from './report.ts';
import { complaints, runSoak } from './run-soak.ts';

export const soak: Benchmark = {
  name: 'soak',
  async run({ minutes, short }, bench) {
    const result = await runSoak(soakPlan(minutes, short), short, bench);
    const files = filesOf(result, { memory: soakChart(result) });
    return { text: soakTable(result), files, complaints: complaints(result) };
  },
};
