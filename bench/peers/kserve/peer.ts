import { fileURLToPath } from 'node:url';
import { grid } from '../grid.ts';
import { binaryOf, go } from '../install/go.ts';
import type { Peer } from '../peer.ts';
import { KSERVE_V1 } from '../requests/dialects.ts';

const installation = go('kserve', fileURLToPath(new URL('.', import.meta.url)));
const DEFAULT_MAX_LATENCY_MS = 5_000;

export const kserve: Peer = {
  name: 'kserve',
  label: "KServe's batcher",
  version: '0.19.0',
  installation,
  path: '/v1/models/bench:predict',
  otherPath: '/v1/models/other:predict',
  readyPath: '/ready',
  dialect: KSERVE_V1,
  grid: grid({ 'max-batchsize': [8, 16, 32], 'max-latency': [1, 5, 10, 20] }),
  longestWaitMs: (settings) => Number(settings['max-latency'] ?? DEFAULT_MAX_LATENCY_MS),
  launch: (modelUrl, settings) => ({
    command: binaryOf(installation),
    args: ['-model', modelUrl, '-settings', JSON.stringify(settings)],
  }),
};
