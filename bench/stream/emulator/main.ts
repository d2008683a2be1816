import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { cpuMs } from '../../measure/cpu.ts';
import type { EmulatorCounters } from './counters.ts';

/**
 * `kinesalite` or `dynalite` in a process of its own, which also says when and how often its records were read: so the clock of a
 * reader starts in the same place, whoever it is. `GET /counters` tells, `DELETE /counters` forgets.
 */
const { values, positionals } = parseArgs({ options: { port: { type: 'string', default: '0' } }, allowPositionals: true });

/** These packages have no types. */
const require = createRequire(import.meta.url);
const create = require(positionals[0] ?? 'kinesalite') as (options: Readonly<Record<string, number>>) => Server;

const TRANSITION_MS = 20;
const server = create({
  createStreamMs: TRANSITION_MS,
  deleteStreamMs: TRANSITION_MS,
  createTableMs: TRANSITION_MS,
  shardLimit: 500,
});

let reads = 0;
let firstReadAt: number | undefined;
let cpuBefore = cpuMs();

const [serve] = server.listeners('request') as RequestListener[];
server.removeAllListeners('request');
server.on('request', (request: IncomingMessage, response: ServerResponse) => {
  if (request.url === '/counters') return answer(request, response);
  if (String(request.headers['x-amz-target']).endsWith('.GetRecords')) {
    reads += 1;
    firstReadAt ??= Date.now();
  }
  serve?.call(server, request, response);
});
server.listen(Number(values.port), '127.0.0.1');

function answer({ method }: IncomingMessage, response: ServerResponse): void {
  if (method === 'DELETE') {
    [reads, firstReadAt, cpuBefore] = [0, undefined, cpuMs()];
  }
  const counters: EmulatorCounters = { reads, firstReadAt: firstReadAt ?? null, cpuMs: cpuMs() - cpuBefore };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(counters));
}
