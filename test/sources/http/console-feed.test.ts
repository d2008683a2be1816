import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import Fastify from 'fastify';
import type { FeedWatcher } from '../../../src/sources/http/parts.ts';
import { feedTo } from '../../../src/sources/http/routes/console-feed.ts';

/** A feed of what the test says. */
async function stage(t: TestContext) {
  const watchers = new Set<FeedWatcher>();
  const app = Fastify();
  const watch = (watcher: FeedWatcher) => {
    watchers.add(watcher);
    watcher.send('hello', '{}');
    return () => void watchers.delete(watcher);
  };
  app.get('/feed', feedTo({ files: new Map(), watch, close: () => {} }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => app.close());
  const request = get({ port: (app.server.address() as AddressInfo).port, host: '127.0.0.1', path: '/feed' });
  request.on('error', () => {});
  t.after(() => request.destroy());
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { watchers, response };
}

test('who reads nothing of what is told is cut off once there is too much of it', async (t) => {
  const { watchers, response } = await stage(t);
  response.on('error', () => {});
  response.pause();
  const [watcher] = watchers;
  const megabyte = 'x'.repeat(1_048_576);
  for (let i = 0; i < 64 && watchers.size > 0; i += 1) {
    watcher?.send('tick', megabyte);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(watchers.size, 0);
});

test('who reads is told all of it, and left when it goes', async (t) => {
  const { watchers, response } = await stage(t);
  let heard = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  const [watcher] = watchers;
  watcher?.send('tick', '{"at":1}');
  while (!heard.includes('tick')) await once(response, 'data');
  assert.equal(heard, 'retry: 1000\n\nevent: hello\ndata: {}\n\nevent: tick\ndata: {"at":1}\n\n');
  response.destroy();
  while (watchers.size > 0) await new Promise((resolve) => setImmediate(resolve));
});
