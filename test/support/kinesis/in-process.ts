import { once } from 'node:events';
import { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { Emulator } from './emulator.ts';

/** These packages have no types. */
const require = createRequire(import.meta.url);
type Factory = (options: Readonly<Record<string, number>>) => Server;

/** `kinesalite` in this process: fast, and less of the API than kinesis-local. */
export function startKinesalite(): Promise<Emulator> {
  const factory: Factory = require('kinesalite');
  return listening(factory({ createStreamMs: 20, deleteStreamMs: 20, updateStreamMs: 20, shardLimit: 500 }));
}

/** `dynalite`, DynamoDB in this process. */
export function startDynalite(): Promise<Emulator> {
  const factory: Factory = require('dynalite');
  return listening(factory({ createTableMs: 20, deleteTableMs: 20, updateTableMs: 20 }));
}

async function listening(server: Server): Promise<Emulator> {
  // Longer than any test leaves a connection idle: one that is closed as a call is sent on it breaks the call.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => closed(server) };
}

/**
 * Only the door is closed. Their own `close` closes the store too, and a call that is under way then, whose caller has gone,
 * throws at whoever runs the test. The store is in memory and goes with it.
 */
async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    Server.prototype.close.call(server, () => resolve());
    server.closeAllConnections();
  });
}
