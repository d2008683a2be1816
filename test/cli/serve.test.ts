import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { configFile, freePort, listener, type Running, runHere, start } from './tidegate.ts';

const CONFIG = configFile(
  'serve.yaml',
  'server: { port: "${PORT:-0}", shutdownDelayMs: "${DELAY_MS:-0}" }\n' +
    'telemetry: { logLevel: silent }\n' +
    'endpoints: { a: { upstream: { type: simulated } } }\n',
);

/** Serves on a port that the command line chose over the file's. */
async function serving(env: Record<string, string>): Promise<Running & { readonly port: number }> {
  const port = await freePort();
  const running = start(['serve', '-c', CONFIG, '--port', String(port)], env);
  await untilReady(port, true, running);
  return { ...running, port };
}

/** Asks until the answer's status is (or is not) the one; the test's own time limit ends a wait in vain. */
async function untilReady(port: number, ready: boolean, running: Running): Promise<void> {
  while (running.child.exitCode === null) {
    const status = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (reply) => reply.status,
      () => undefined,
    );
    if ((status === 200) === ready) return;
    await setTimeout(20);
  }
  assert.fail(`ended early: ${(await running.outcome).stderr}`);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`serve ends with code 0 after one ${signal}`, { timeout: 30_000 }, async () => {
    const { child, outcome } = await serving({});
    child.kill(signal);
    assert.deepEqual(await outcome, { code: 0, stdout: '', stderr: '' });
  });
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`a second signal, ${signal}, ends serve at once with code ${code}`, { timeout: 30_000 }, async () => {
    const running = await serving({ DELAY_MS: '600000' });
    running.child.kill('SIGTERM');
    await untilReady(running.port, false, running);
    running.child.kill(signal);
    assert.equal((await running.outcome).code, code);
  });
}

test('a port in use is told in one line, with code 1', { timeout: 30_000 }, async () => {
  const { server, port } = await listener();
  const { code, stdout, stderr } = await runHere(['serve', '-c', CONFIG, '--port', String(port)]);
  server.close();
  await once(server, 'close');
  assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
  assert.equal(
    stderr,
    `tidegate: could not start: 127.0.0.1:${port} is already in use; choose another with --port or server.port\n`,
  );
});

test('a config that cannot be used keeps serve from starting, with code 2', async () => {
  const { code, stderr } = await runHere(['serve', '-c', CONFIG], { PORT: 'many' });
  assert.equal(code, 2);
  assert.equal(stderr, `${CONFIG}:1:17 server.port: expected an integer from 0 to 65535, found "many"\n`);
});
