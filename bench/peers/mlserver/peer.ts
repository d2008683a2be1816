import { grid } from '../grid.ts';
import { pythonPeer } from '../python/peer.ts';
import { openInference } from '../requests/dialects.ts';

export const mlserver = pythonPeer({
  name: 'mlserver',
  label: 'MLServer',
  version: '1.7.1',
  path: '/v2/models/bench/infer',
  readyPath: '/v2/models/bench/ready',
  dialect: openInference([1]),
  grid: grid({ max_batch_size: [16, 32], max_batch_time: [0.005, 0.02], parallel_workers: [0, 1] }),
});
