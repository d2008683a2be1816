import type { Programs } from '../processes/programs.ts';

/** Starts one of bench/references; resolves with its URL. */
export function reference(programs: Programs, name: string, ...args: readonly string[]): Promise<string> {
  return programs.start({ name, args: ['--import', 'tsx', 'bench/references/main.ts', name, ...args], readyPath: '/' });
}
