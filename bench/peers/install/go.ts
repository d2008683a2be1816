import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import type { Installation } from './installation.ts';

/** The Go program of a folder, with the modules that its go.sum pins. */
export function go(name: string, folder: string): Installation {
  const pins = ['go.mod', 'go.sum', 'main.go'].map((file) => join(folder, file));
  const cache = cacheFolder(name, pins);
  return { folder: cache, steps: [{ command: 'go', args: ['build', '-trimpath', '-o', binaryIn(cache), '.'], cwd: folder }] };
}

export function binaryOf({ folder }: Installation): string {
  return binaryIn(folder);
}

function binaryIn(cache: string): string {
  return join(cache, 'server');
}
