import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes files by their names. */
export function writeFiles(files: Readonly<Record<string, string>>, directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
}
