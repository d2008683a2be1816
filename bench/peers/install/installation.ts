import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** How a peer comes to be on this machine. */
export interface Installation {
  readonly folder: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

export type Availability = 'ready' | { readonly absent: string };

const DONE = 'installed';
const FAILED = 'failed.txt';

export async function available({ folder }: Installation): Promise<Availability> {
  if (existsSync(join(folder, DONE))) return 'ready';
  const failed = join(folder, FAILED);
  if (existsSync(failed)) return { absent: `could not be installed: ${readFileSync(failed, 'utf8')}` };
  return { absent: 'not installed (npm run bench -- peers install)' };
}

/** Installs it unless it is; why not, where it cannot be, is remembered for `available`. */
export async function install(installation: Installation): Promise<Availability> {
  const { folder, steps } = installation;
  if ((await available(installation)) === 'ready') return 'ready';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    for (const step of steps) await runCommand(step);
    writeFileSync(join(folder, DONE), '');
  } catch (error) {
    writeFileSync(join(folder, FAILED), error instanceof Error ? error.message : String(error));
  }
  return available(installation);
}
