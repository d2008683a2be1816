import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import type { Installation } from './installation.ts';

/** The packages of a folder's package.json, at the versions in its lock. */
export function npm(name: string, folder: string): Installation {
  const pins = ['package.json', 'package-lock.json'].map((file) => join(folder, file));
  const cache = cacheFolder(name, pins);
  return {
    folder: cache,
    steps: [
      { command: 'cp', args: [...pins, cache] },
      { command: 'npm', args: ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], cwd: cache },
    ],
  };
}
