/**
 * The Node options of a thread whose entry is `entry`. Run from its sources, as in tests, a thread needs the TypeScript loader
 * registered in itself: on Node 20 it does not inherit its parent's. Built code needs nothing.
 */
export function threadExecArgv(entry: URL): string[] {
  if (!entry.pathname.endsWith('.ts')) return [];
  const api = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  return ['--import', `data:text/javascript,${encodeURIComponent(`import { register } from ${api}; register();`)}`];
}
