import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from '../processes/program.ts';

const run = promisify(execFile);

/** Runs a script of this benchmark in a process of its own, to its end. @returns the JSON that it prints */
export async function script<T>(file: string, args: Readonly<Record<string, string>>): Promise<T> {
  const options = Object.entries(args).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout } = await run(process.execPath, ['--import', 'tsx', `bench/stream/${file}`, ...options], { cwd: ROOT });
  return JSON.parse(stdout) as T;
}
