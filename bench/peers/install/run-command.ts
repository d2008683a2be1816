import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Step } from './installation.ts';

const LIMIT_MS = 20 * 60_000;
const LAST_LINES = 3;

/** @throws {Error} with its last words on one line */
export async function runCommand({ command, args, cwd }: Step): Promise<void> {
  try {
    await promisify(execFile)(command, [...args], { cwd, timeout: LIMIT_MS, maxBuffer: 2 ** 26 });
  } catch (error) {
    throw new Error(`${[command.split('/').at(-1), args[0]].join(' ')}: ${lastWords(error)}`, { cause: error });
  }
}

function lastWords(error: unknown): string {
  const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
  const said = stderr?.trim() || stdout?.trim() || message;
  return said.split('\n').slice(-LAST_LINES).join(' / ').replaceAll(/\s+/g, ' ').slice(-400);
}
