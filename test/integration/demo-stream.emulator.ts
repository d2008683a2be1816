import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../support/demo-stream/main.ts', import.meta.url));

function demo(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, exited: once(child, 'exit'), said: text(child.stdout) };
}

test('the demo of a stream ends by itself, and nothing was lost', { timeout: 60_000 }, async () => {
  const { exited, said } = demo('--seconds', '2');
  const [code] = await exited;
  const lines = (await said).split('\n');
  assert.equal(code, 0, lines.join('\n'));
  assert.ok(lines.some((line) => line.startsWith('answered ')));
  const [, sent, sum] = /^nothing was lost: sent (\d+), answered \d+ \+ dead letters \d+ = (\d+);/m.exec(lines.join('\n')) ?? [];
  assert.equal(sent, sum);
});

test('Ctrl-C stops it in the order of the records’ way', { timeout: 60_000 }, async () => {
  const { child, exited, said } = demo();
  let heard = '';
  child.stdout.on('data', (chunk) => {
    if (heard.includes('answered ')) return;
    heard += String(chunk);
    if (heard.includes('answered ')) child.kill('SIGINT');
  });
  const [code] = await exited;
  const stops = [...(await said).matchAll(/^stopped +(.*)$/gm)].map(([, what]) => what);
  assert.deepEqual([code, ...stops], [0, 'the producer', 'the gateway', 'kinesis, dynamodb']);
});
