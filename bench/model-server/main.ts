import { parseArgs } from 'node:util';
import { createModelServer } from './model-server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'base-ms': { type: 'string', default: '10' },
    'per-item-ms': { type: 'string', default: '0.5' },
    concurrency: { type: 'string', default: '1' },
    mark: { type: 'string' },
  },
});

const law = {
  baseMs: Number(values['base-ms']),
  perItemMs: Number(values['per-item-ms']),
  concurrency: Number(values.concurrency),
};
createModelServer(law, values.mark).listen(Number(values.port), '127.0.0.1');
