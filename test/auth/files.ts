import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'tidegate-auth-'));
// No hook of a test: files share a process, and the first to end would take it from the others.
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

/** Writes a file of a test, again and again where it is called so; its path. */
export function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}
