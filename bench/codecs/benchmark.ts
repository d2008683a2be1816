import type { Benchmark } from '../benchmark.ts';
import { filesOf } from '../report/files.ts';
import { codecsPlan } from './plan.ts';
import { runCodecs } from './run-codecs.ts';
import { codecsTable } from './table.ts';

export const codecs: Benchmark = {
  name: 'codecs',
  async run({ asked, short }, { command, progress }) {
    const result = runCodecs({ plan: codecsPlan(asked, short), command, progress });
    return { text: codecsTable(result), files: filesOf(result), complaints: [] };
  },
};
