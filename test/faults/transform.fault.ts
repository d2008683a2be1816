import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serveModel } from '../support/kserve-model.ts';
import { Mulberry32 } from '../support/mulberry32.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LINES = 20_000;
const KILLS = 6;
const MEBIBYTE = 1024 * 1024;

const SIMULATED = '{ type: simulated, baseMs: 2, perItemMs: 0.02, refuse: poison }';
const itemOf = (index: number): unknown => (index % 100 === 42 ? `poison ${index}` : index);
const recordOf = (index: number): string => `${JSON.stringify({ instances: [itemOf(index)] })}\n`;

interface Job {
  readonly child: ChildProcess;
  /** Resolves with the exit code, null after a signal, and what was said. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

/** A folder with an input, and what runs the built program over it. Needs `npm run build`. */
function stageOf(context: TestContext, upstream: string, input: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-transform-fault-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  writeFileSync(
    at('config.yaml'),
    `endpoints: { m: { upstream: ${upstream}, codec: kserve-v1, batching: { maxBatchSize: 128 } } }\n`,
  );
  writeFileSync(at('in.jsonl'), input);
  const begin = (output: string, from = at('in.jsonl')): Job => {
    const args = ['transform', '-c', at('config.yaml'), '--endpoint', 'm', '--input', from, '--output', output];
    const child = spawn(process.execPath, ['dist/main.js', ...args], { cwd: ROOT });
    context.after(() => child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    return { child, ended: once(child, 'close').then(() => ({ code: child.exitCode, said })) };
  };
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  return { at, begin, read };
}

/** Resolves when a file has so many bytes, or the process has ended. */
async function grown(file: string, bytes: number, { child }: Job): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= bytes) return;
    await pause(2);
  }
}

test(`killed ${KILLS} times and run again, a job writes what it writes when it is not, byte for byte`, async (context) => {
  const { at, begin, read } = stageOf(context, SIMULATED, Array.from({ length: LINES }, (_, index) => recordOf(index)).join(''));
  const whole = await begin(at('whole')).ended;
  assert.equal(whole.code, 1, whole.said);
  const lines = read('whole').split('\n').slice(0, -1);
  assert.equal(lines.length, LINES * 0.99);
  const random = new Mulberry32(7);
  const size = read('whole').length;
  const targets = Array.from({ length: KILLS }, () => Math.floor(0.95 * size * random.next())).toSorted((a, b) => a - b);
  let kills = 0;
  for (const target of targets) {
    const job = begin(at('out'));
    await grown(at('out'), target, job);
    job.child.kill('SIGKILL');
    const { code, said } = await job.ended;
    assert.equal(code, null, said);
    kills += 1;
    assert.ok(read('whole').startsWith(read('out')), 'what is there is the beginning of what is to be there');
  }
  const { code, said } = await begin(at('out')).ended;
  assert.deepEqual([code, kills], [1, KILLS], said);
  assert.match(said, /records were done before: /);
  assert.ok(read('out') === read('whole'), 'the outputs are the same');
  assert.ok(read('out.errors.jsonl') === read('whole.errors.jsonl'), 'the errors are the same');
  const failed = read('out.errors.jsonl').split('\n').slice(0, -1);
  assert.deepEqual(
    failed.map((line) => JSON.parse(line).line),
    Array.from({ length: LINES / 100 }, (_, index) => 100 * index + 43),
  );
});

test('memory is bounded, however large the input is', async (context) => {
  const { begin } = stageOf(context, '{ type: simulated, baseMs: 1, perItemMs: 0, concurrency: 4 }', '');
  const job = begin('/dev/null', '-');
  const { child } = job;
  const record = `${JSON.stringify({ instances: ['x'.repeat(10_000)] })}\n`;
  const piece = Buffer.from(record.repeat(100));
  let highest = 0;
  let sent = 0;
  const look = (): void => {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
    highest = Math.max(highest, Number(kilobytes) / 1024);
  };
  for (; sent < 200 * MEBIBYTE; sent += piece.length) {
    if (child.stdin?.write(piece) === false) await once(child.stdin, 'drain');
    look();
  }
  child.stdin?.end();
  const { code, said } = await job.ended;
  context.diagnostic(
    `${Math.round(sent / MEBIBYTE)} MB through, at most ${Math.round(highest)} MB resident; ${/.* records in .*/.exec(said)?.[0]}`,
  );
  assert.equal(code, 0, said);
  assert.ok(highest > 0 && highest < 300, `${highest} MB`);
});

test('an endpoint that goes away for a while loses nothing, and costs no record', async (context) => {
  let isDown = false;
  const model = await serveModel(
    context,
    (_, response) => {
      if (isDown) response.socket?.resetAndDestroy();
      return isDown ? 'gone' : undefined;
    },
    5,
  );
  const count = 10_000;
  const { at, begin, read } = stageOf(
    context,
    `{ type: http, url: "${model.url}" }`,
    Array.from({ length: count }, (_, index) => `{"instances":[${index}]}\n`).join(''),
  );
  const job = begin(at('out'));
  await grown(at('out'), 20_000, job);
  isDown = true;
  await pause(3000);
  isDown = false;
  const { code, said } = await job.ended;
  assert.equal(code, 0, said);
  assert.ok(
    read('out') === Array.from({ length: count }, (_, index) => `{"predictions":[${index}]}\n`).join(''),
    'all, in order',
  );
  assert.equal(read('out.errors.jsonl'), '');
});

test('at SIGTERM what was sent is written, and the next run asks for nothing twice', async (context) => {
  const model = await serveModel(context, () => undefined, 5);
  const count = 30_000;
  const { at, begin, read } = stageOf(
    context,
    `{ type: http, url: "${model.url}" }`,
    Array.from({ length: count }, (_, index) => `{"instances":[${index}]}\n`).join(''),
  );
  const job = begin(at('out'));
  await grown(at('out'), 20_000, job);
  job.child.kill('SIGTERM');
  const stopped = await job.ended;
  assert.equal(stopped.code, 1, stopped.said);
  assert.match(stopped.said, /stopped before the end; run it again, and it goes on/);
  const written = read('out').split('\n').length - 1;
  const asked = model.calls.flat().length;
  assert.ok(written < count, 'it was stopped in the middle');
  assert.equal(written, asked, 'all that was asked for is written');
  const { code, said } = await begin(at('out')).ended;
  assert.equal(code, 0, said);
  assert.ok(
    read('out') === Array.from({ length: count }, (_, index) => `{"predictions":[${index}]}\n`).join(''),
    'all, in order',
  );
  assert.equal(model.calls.flat().length, count, 'each record was asked for once');
});
