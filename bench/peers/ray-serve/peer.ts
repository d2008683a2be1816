import { grid } from '../grid.ts';
import { pythonPeer } from '../python/peer.ts';
import { KSERVE_V1 } from '../requests/dialects.ts';

/** Its default of 5 requests at once in a replica bounds its batches too. */
const WITHOUT_BOUND = [256];

export const rayServe = pythonPeer({
  name: 'ray-serve',
  label: 'Ray Serve',
  version: '2.60.0',
  path: '/predict',
  readyPath: '/predict',
  dialect: KSERVE_V1,
  grid: grid({
    max_ongoing_requests: WITHOUT_BOUND,
    max_batch_size: [16, 32],
    batch_wait_timeout_s: [0, 0.01],
    max_concurrent_batches: [1, 2],
  }),
});
