import { fileURLToPath } from 'node:url';
import { python, pythonOf } from '../install/python.ts';
import type { Peer } from '../peer.ts';

const SHARED = fileURLToPath(new URL('.', import.meta.url));

/** What `server.py` in the peer's folder starts, in an environment of its own. */
export function pythonPeer(about: Omit<Peer, 'installation' | 'launch'>): Peer {
  const folder = fileURLToPath(new URL(`../${about.name}`, import.meta.url));
  const installation = python(about.name, folder);
  return {
    ...about,
    installation,
    launch: (modelUrl, settings) => ({
      command: pythonOf(installation),
      args: [`${folder}/server.py`, '--model', modelUrl, '--settings', JSON.stringify(settings)],
      env: { PYTHONPATH: SHARED, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' },
    }),
  };
}
