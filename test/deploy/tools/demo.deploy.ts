import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, ROOT } from '../../cli/tidegate.ts';
import { textOf } from '../files.ts';
import { written } from './rendered.ts';

const SECONDS = '8';

test('the parts of the compose demo, as processes: a load over HTTP and a stream, and nothing is lost', {
  timeout: 120_000,
}, async (context) => {
  const [kinesis, dynamo, ready, port, admin] = await Promise.all([freePort(), freePort(), freePort(), freePort(), freePort()]);
  const aws = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_KINESIS: `http://127.0.0.1:${kinesis}`,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${dynamo}`,
  };
  const children: ChildProcess[] = [];
  context.after(() => children.forEach((child) => child.kill('SIGKILL')));
  const start = (args: readonly string[], env: Record<string, string>): ChildProcess => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...aws, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  };
  const emulatorPorts = { KINESIS_PORT: String(kinesis), DYNAMODB_PORT: String(dynamo), READY_PORT: String(ready) };
  start(['deploy/compose/emulators.mjs'], { ...emulatorPorts, HOST: '127.0.0.1' });
  await answers(`http://127.0.0.1:${ready}`);

  const config = textOf('deploy/compose/tidegate.yaml')
    .replaceAll('0.0.0.0', '127.0.0.1')
    .replace('8080', String(port))
    .replace('9090', String(admin));
  const gateway = start(['dist/main.js', 'serve', '-c', written('demo.yaml', config)], {});
  await answers(`http://127.0.0.1:${admin}/readyz`);

  const load = start(['deploy/compose/load.mjs'], { GATEWAY_URL: `http://127.0.0.1:${port}`, SECONDS, LINE_MS: '60000' });
  const said: string[] = [];
  load.stdout?.on('data', (chunk) => said.push(String(chunk)));
  await once(load, 'close');
  assert.equal(load.exitCode, 0);
  const counts = JSON.parse(said.join('').trim().split('\n').at(-1) ?? '') as Record<string, number>;
  assert.ok((counts['answered'] ?? 0) > 100 && (counts['put'] ?? 0) > 50, JSON.stringify(counts));
  assert.deepEqual([counts['failed'], counts['wrong']], [0, 0]);

  const done = async (): Promise<number> => {
    const text = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
    const ended = [...text.matchAll(/^tidegate_stream_records_total\{.*outcome="(?:ok|dead|expired)"\} (\d+)$/gm)];
    return ended.reduce((sum, [, value]) => sum + Number(value), 0);
  };
  for (const until = performance.now() + 30_000; (await done()) < (counts['put'] ?? 0) && performance.now() < until; )
    await pause(200);
  assert.equal(await done(), counts['put']);
  gateway.kill('SIGTERM');
  await once(gateway, 'close');
  assert.equal(gateway.exitCode, 0);
});

async function answers(url: string): Promise<void> {
  for (const until = performance.now() + 30_000; performance.now() < until; await pause(100)) {
    const status = await fetch(url).then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 200) return;
  }
  assert.fail(`no answer from ${url}`);
}
