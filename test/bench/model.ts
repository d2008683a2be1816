import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { createModelServer } from '../../bench/model-server/model-server.ts';

/** The bench's model server in this process, quick; its URL. */
export async function modelServer(test: TestContext, mark?: string): Promise<string> {
  const server = createModelServer({ baseMs: 2, perItemMs: 0, concurrency: 1 }, mark).listen(0, '127.0.0.1');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
