import type { Benchmark } from '../benchmark.ts';
import { filesOf } from '../report/files.ts';
import { streamPlan } from './plan.ts';
import { complaints, runStream } from './run-stream.ts';
import { streamTable } from './table.ts';

export const stream: Benchmark = {
  name: 'stream',
  async run({ asked, short }, bench) {
    const result = await runStream({ plan: streamPlan(asked, short), ...bench });
    return { text: streamTable(result), files: filesOf(result), complaints: complaints(result) };
  },
};
