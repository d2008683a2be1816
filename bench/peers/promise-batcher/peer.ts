import { grid } from '../grid.ts';
import { inProcess } from '../in-process/peer.ts';

const THRESHOLDS = [[1], [1, 16], [1, 32]];

export const promiseBatcher = inProcess({
  name: 'promise-batcher',
  version: '1.1.1',
  grid: grid({ maxBatchSize: [16, 32], queuingDelay: [1, 5], queuingThresholds: THRESHOLDS }),
});
