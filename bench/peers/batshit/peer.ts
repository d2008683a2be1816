import { grid } from '../grid.ts';
import { inProcess } from '../in-process/peer.ts';

export const batshit = inProcess({
  name: 'batshit',
  label: '@yornaath/batshit',
  version: '0.14.0',
  grid: [...grid({ windowMs: [0, 2, 5] }), ...grid({ maxBatchSize: [16, 32], windowMs: [1, 2, 5, 10, 20] })],
});
