import { parseArgs } from 'node:util';
import { contracts } from './contracts.ts';
import { startConformanceServer } from './index.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8501' }, host: { type: 'string', default: '127.0.0.1' } },
});
const server = await startConformanceServer({ port: Number(values.port), host: values.host });
for (const contract of contracts.keys()) console.error(`${server.url}/${contract}/invocations`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
