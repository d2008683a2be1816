import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Fastify from 'fastify';
import { batshitBatching } from '../batshit/batching.ts';
import { dataloaderBatching } from '../dataloader/batching.ts';
import type { Settings } from '../peer.ts';
import { promiseBatcherBatching } from '../promise-batcher/batching.ts';
import type { Batching } from './batching.ts';
import { device } from './device.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    library: { type: 'string', default: '' },
    packages: { type: 'string', default: '' },
    model: { type: 'string', default: '' },
    settings: { type: 'string', default: '{}' },
  },
});

const LIBRARIES: Readonly<Record<string, Batching>> = {
  dataloader: dataloaderBatching,
  'promise-batcher': promiseBatcherBatching,
  batshit: batshitBatching,
};

const batching = LIBRARIES[values.library];
if (batching === undefined) throw new Error(`Expected one of ${Object.keys(LIBRARIES).join(', ')}`);
const load = createRequire(join(values.packages, 'package.json'));
const ask = batching(load, JSON.parse(values.settings) as Settings, device(values.model));

/** The same route for every library: one KServe V1 instance in, its prediction out. */
const app = Fastify();
app.post('/invocations', async (request) => {
  const { instances } = request.body as { instances: unknown[] };
  return { predictions: [await ask(instances[0])] };
});
app.get('/ready', async () => 'ready');
await app.listen({ host: '127.0.0.1', port: Number(values.port) });
