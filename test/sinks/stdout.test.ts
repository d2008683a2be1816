import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/kernel/clock.ts';
import { deposit } from '../../src/sinks/port.ts';
import { createStdoutSink } from '../../src/sinks/stdout.ts';
import { Told } from './told.ts';

const WRITER = fileURLToPath(new URL('stdout-writer.ts', import.meta.url));

const record = (data: string) => ({ partitionKey: 'k', data: Buffer.from(data) });

test('records are lines, and the stream is left open', async () => {
  const stream = new PassThrough();
  const sink = createStdoutSink({ clock: systemClock, listener: new Told() }, stream);
  await Promise.all([deposit(sink, record('{"n":1}')), deposit(sink, record('{"n":2}'))]);
  await sink.close(1000);
  stream.end('more');
  assert.equal(await text(stream), '{"n":1}\n{"n":2}\nmore');
});

test('a reader that is slow is waited for', async () => {
  let taken = (): void => {};
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      taken = done;
    },
  });
  const sink = createStdoutSink({ clock: systemClock, listener: new Told() }, stream);
  let isDurable = false;
  const stored = deposit(sink, record('{}')).then(() => {
    isDurable = true;
  });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  assert.equal(isDurable, false);
  taken();
  await stored;
});

test('a process whose reader goes away rejects what comes, and ends by itself', { timeout: 20_000 }, async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, '1000'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => child.stdout.destroy());
  const said = text(child.stderr);
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.match(await said, /SinkClosedError/);
});
