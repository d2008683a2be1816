import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import type { Installation } from './installation.ts';

/** What a folder's requirements.txt pins, in an environment of its own. */
export function python(name: string, folder: string): Installation {
  const requirements = join(folder, 'requirements.txt');
  const cache = cacheFolder(name, [requirements]);
  const environment = join(cache, 'venv');
  return {
    folder: cache,
    steps: [
      { command: 'python3', args: ['-m', 'venv', environment] },
      {
        command: join(environment, 'bin/python'),
        args: ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
      },
    ],
  };
}

export function pythonOf({ folder }: Installation): string {
  return join(folder, 'venv/bin/python');
}
