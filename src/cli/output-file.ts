import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';

/** Before anything is sent, which costs; leaves no trace. @throws {BadUsage} for a file that could not be written */
export async function checkWritable(option: `--${string}`, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new BadUsage(`${option} ${path}: expected a file, found a directory`);
  await access(found === undefined ? dirname(path) : path, constants.W_OK).catch((error: unknown) => {
    throw new BadUsage(`${option} ${path}: ${error instanceof Error ? error.message : String(error)}`);
  });
}

/** @throws {CommandFailure} */
export async function writeOutput(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw new CommandFailure(`could not write ${path}`, error);
  });
}
