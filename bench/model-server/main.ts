import { parseArgs } from 'node:util';
import { callMs, type Law, linear } from './law.ts';
import { createModelServer } from './model-server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'base-ms': { type: 'string', default: '10' },
    'per-item-ms': { type: 'string', default: '0.5' },
    /** JSON, instead of the two. */
    points: { type: 'string' },
    concurrency: { type: 'string', default: '1' },
    refuse: { type: 'string' },
    mark: { type: 'string' },
  },
});

const baseMs = Number(values['base-ms']);
const perItemMs = Number(values['per-item-ms']);
const points = values.points === undefined ? linear(baseMs, perItemMs) : (JSON.parse(values.points) as Law['points']);
const model = {
  baseMs,
  perItemMs,
  callMs: (items: number) => callMs(points, items),
  concurrency: Number(values.concurrency),
  ...(values.refuse === undefined ? {} : { refuse: values.refuse }),
};
createModelServer(model, values.mark).listen(Number(values.port), '127.0.0.1');
