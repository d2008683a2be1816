import { parseArgs } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { createClairvoyant } from './clairvoyant.ts';
import { createEcho } from './echo.ts';
import { createPlainProxy } from './plain-proxy.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    upstream: { type: 'string', default: 'http://127.0.0.1:8501/invocations' },
    clients: { type: 'string', default: '1' },
    cap: { type: 'string', default: '32' },
  },
});

const references: Readonly<Record<string, () => FastifyInstance>> = {
  echo: createEcho,
  'plain-proxy': () => createPlainProxy(values.upstream),
  clairvoyant: () => createClairvoyant(values.upstream, values.clients.split(',').map(Number), Number(values.cap)),
};

const create = references[positionals[0] ?? ''];
if (create === undefined) throw new Error(`Expected one of ${Object.keys(references).join(', ')}`);
await create().listen({ host: '127.0.0.1', port: Number(values.port) });
