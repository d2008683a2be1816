import type { Programs } from '../processes/programs.ts';
import type { Law } from './law.ts';

/** Starts a model server by this law; resolves with where it takes calls. `refuse`: a text that makes it refuse a call. */
export async function startModel(programs: Programs, { points, concurrency }: Law, refuse?: string): Promise<string> {
  const law = ['--points', JSON.stringify(points), '--concurrency', String(concurrency)];
  const args = ['--import', 'tsx', 'bench/model-server/main.ts', ...law, ...(refuse === undefined ? [] : ['--refuse', refuse])];
  return `${await programs.start({ name: 'model server', args, readyPath: '/counters' })}/invocations`;
}
