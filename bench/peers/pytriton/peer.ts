import { grid } from '../grid.ts';
import { pythonPeer } from '../python/peer.ts';
import { openInference } from '../requests/dialects.ts';

export const pytriton = pythonPeer({
  name: 'pytriton',
  label: 'Triton (PyTriton)',
  version: '0.7.0',
  path: '/v2/models/bench/infer',
  readyPath: '/v2/models/bench/ready',
  dialect: openInference([1, 1]),
  grid: grid({ max_batch_size: [16, 32], max_queue_delay_microseconds: [0, 5_000, 20_000], instances: [1, 2] }),
});
