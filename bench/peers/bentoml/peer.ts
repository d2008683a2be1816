import { grid } from '../grid.ts';
import { pythonPeer } from '../python/peer.ts';
import { BARE_LIST } from '../requests/dialects.ts';

export const bentoml = pythonPeer({
  name: 'bentoml',
  label: 'BentoML',
  version: '1.4.40',
  path: '/predict',
  readyPath: '/readyz',
  dialect: BARE_LIST,
  grid: grid({ max_batch_size: [32], max_latency_ms: [50, 200, 60_000], threads: [1, 2, 4] }),
});
