import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const open = new Set<string>();
process.once('exit', () => [...open].forEach(wipeScratch));

/** A folder for the files that a peer leaves; it is gone when this process ends. */
export function newScratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-peer-'));
  open.add(folder);
  return folder;
}

/** Its processes may be a little slower to go than their parent. */
export function wipeScratch(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  open.delete(folder);
}
