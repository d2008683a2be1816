import { fileURLToPath } from 'node:url';
import { npm } from '../install/npm.ts';
import type { Peer } from '../peer.ts';
import { KSERVE_V1 } from '../requests/dialects.ts';

/** A library behind the route of `main.ts`. */
export function inProcess(about: Pick<Peer, 'name' | 'version' | 'grid'> & { readonly label?: string }): Peer {
  const { name } = about;
  const installation = npm(name, fileURLToPath(new URL(`../${name}`, import.meta.url)));
  return {
    label: name,
    ...about,
    installation,
    path: '/invocations',
    dialect: KSERVE_V1,
    readyPath: '/ready',
    launch: (modelUrl, settings) => {
      const what = ['--library', name, '--packages', installation.folder, '--model', modelUrl];
      const args = ['--import', 'tsx', 'bench/peers/in-process/main.ts', ...what, '--settings', JSON.stringify(settings)];
      return { command: process.execPath, args };
    },
  };
}
