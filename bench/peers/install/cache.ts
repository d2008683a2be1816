import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(tmpdir(), 'tidegate-bench-peers');

/** Where a peer is installed, outside of the repository: another place for each content of the files that pin it. */
export function cacheFolder(name: string, pins: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of pins) hash.update(readFileSync(file));
  return join(CACHE, `${name}-${hash.digest('hex').slice(0, 12)}`);
}
