import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { s3Environment } from '../support/s3/environment.ts';
import { fakeS3 } from '../support/s3/fake-s3.ts';
import { configFile, type Running, start } from './tidegate.ts';

const RECORDS = 4000;
const CONFIG = `endpoints:
  m:
    upstream: { type: simulated, baseMs: 20, perItemMs: 0, concurrency: 1 }
    batching: { maxBatchSize: 32 }
`;

test('the program, killed twice in between, ends with each record once and in order; then it has nothing to do', async (t) => {
  const { s3, url } = await fakeS3(t);
  s3.contents.buckets.set('b', new Map());
  const lines = Array.from({ length: RECORDS }, (_, index) => `{"instances":[${index}]}\n`).join('');
  s3.contents.put('b', 'in.jsonl', Buffer.from(lines));
  const config = configFile('transform-s3.yaml', CONFIG);
  const staging = mkdtempSync(path.join(tmpdir(), 'tidegate-staging-'));
  const run = (): Running =>
    start(
      [
        'transform',
        '-c',
        config,
        '--endpoint',
        'm',
        '--input',
        's3://b/in.jsonl',
        '--output',
        's3://b/out.jsonl',
        '--json',
      ].concat('--staging-dir', staging),
      { ...s3Environment(url), NODE_NO_WARNINGS: '1' },
    );
  for (const reads of [1, 2]) {
    const running = run();
    while (s3.count('GetObject') < reads) await setTimeout(10);
    await setTimeout(700);
    running.child.kill('SIGKILL');
    await running.outcome;
    assert.ok(!s3.contents.bucket('b').has('out.jsonl'), 'killed before its end');
  }
  const { code, stdout, stderr } = await run().outcome;
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout);
  assert.ok(report.skipped.answered > 200, `${report.skipped.answered} were done before`);
  assert.equal(report.items + report.skipped.answered, RECORDS);
  const answers = s3.contents.object('b', 'out.jsonl').body.toString();
  const numbers = [...answers.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
  assert.deepEqual(
    numbers,
    Array.from({ length: RECORDS }, (_, index) => index),
  );
  const reads = s3.count('GetObject');
  const again = await run().outcome;
  assert.deepEqual([again.code, JSON.parse(again.stdout).items, s3.count('GetObject')], [0, 0, reads], again.stderr);
});
