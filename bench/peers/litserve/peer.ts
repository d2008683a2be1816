import { grid } from '../grid.ts';
import { pythonPeer } from '../python/peer.ts';
import { KSERVE_V1 } from '../requests/dialects.ts';

export const litserve = pythonPeer({
  name: 'litserve',
  label: 'LitServe',
  version: '0.2.19',
  path: '/predict',
  readyPath: '/health',
  dialect: KSERVE_V1,
  grid: grid({ max_batch_size: [16, 32], batch_timeout: [0.005, 0.01, 0.02], workers_per_device: [1, 2] }),
});
