import { readFile } from 'node:fs/promises';
import { BadUsage } from './bad-usage.ts';

/** A value of an option, or of the file that it names with `@`. @throws {BadUsage} */
export async function textOf(option: string, value: string | undefined): Promise<string | undefined> {
  if (value?.startsWith('@') !== true) return value;
  return readFile(value.slice(1), 'utf8').catch((error: Error) => {
    throw new BadUsage(`${option}: ${error.message}`);
  });
}
