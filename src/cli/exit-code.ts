import { CommanderError } from 'commander';
import { ConfigError } from '../config/index.ts';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './context.ts';

export const DONE = 0;
const FAILED = 1;
const BAD_USAGE = 2;

/** Says on `stderr` what went wrong, and returns the exit code for it. */
export function exitCodeOf(error: unknown, stderr: Output): number {
  // Commander has said it by then; help and version come as errors too, with a code of 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : BAD_USAGE;
  if (error instanceof ConfigError) {
    stderr.write(`${error.message}\n`);
    return BAD_USAGE;
  }
  if (error instanceof BadUsage) {
    stderr.write(`tidegate: ${error.message}\n`);
    return BAD_USAGE;
  }
  stderr.write(`tidegate: ${error instanceof CommandFailure ? error.message : trace(error)}\n`);
  return FAILED;
}

/** An error that nobody foresaw, with its stack. */
export function trace(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
