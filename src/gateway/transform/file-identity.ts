import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { TransformRefused } from './request.ts';

/** Nothing is written over an input, nor two things into one file. @throws {TransformRefused} */
export async function refuseOverlap(inputs: readonly string[], outputs: readonly string[]): Promise<void> {
  const uses = new Set(await Promise.all(inputs.map(identityOf)));
  for (const output of outputs) {
    const identity = await identityOf(output);
    if (identity !== undefined && uses.has(identity))
      throw new TransformRefused(`${output}: expected a file that is neither an input nor written for something else`);
    uses.add(identity);
  }
}

/** The same for two names of one file; undefined for what keeps nothing. */
async function identityOf(file: string): Promise<string | undefined> {
  const stats = await statsOf(file);
  if (stats === undefined) return path.resolve(file);
  return stats.isFile() ? `${stats.dev} ${stats.ino}` : undefined;
}

/** A terminal, a pipe, /dev/null: something that keeps nothing. */
export async function isDevice(file: string): Promise<boolean> {
  const stats = await statsOf(file);
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

export async function isDirectory(place: string): Promise<boolean> {
  return (await statsOf(place))?.isDirectory() === true;
}

export async function statsOf(file: string): Promise<BigIntStats | undefined> {
  return stat(file, { bigint: true }).catch(() => undefined);
}
