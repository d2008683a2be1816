import { grid } from '../grid.ts';
import { pythonPeer } from '../python/peer.ts';
import { KSERVE_V1 } from '../requests/dialects.ts';

export const mosec = pythonPeer({
  name: 'mosec',
  label: 'mosec',
  version: '0.9.8',
  path: '/inference',
  readyPath: '/metrics',
  dialect: KSERVE_V1,
  grid: grid({ max_batch_size: [16, 32], max_wait_time: [1, 5, 20], num: [1, 2] }),
});
