import { grid } from '../grid.ts';
import { inProcess } from '../in-process/peer.ts';

export const dataloader = inProcess({
  name: 'dataloader',
  version: '2.2.3',
  grid: [{ maxBatchSize: 32 }, ...grid({ maxBatchSize: [16, 32], windowMs: [1, 2, 5, 10, 20] })],
});
