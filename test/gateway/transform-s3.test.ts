import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCli } from '../../src/cli/index.ts';
import { S3Refusal } from '../support/s3/contents.ts';
import { s3Environment, withEnvironment } from '../support/s3/environment.ts';
import { type FakeS3, fakeS3 } from '../support/s3/fake-s3.ts';

const CONFIG = `endpoints:
  m:
    upstream: { type: simulated, baseMs: 0, perItemMs: 0, concurrency: 4, refuse: poison }
    batching: { maxBatchSize: 16 }
`;

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line in this process, over a fake S3 with a bucket `b`. */
async function opened(test: TestContext, pageSize?: number) {
  const { s3, url } = await fakeS3(test, pageSize === undefined ? {} : { pageSize });
  s3.contents.buckets.set('b', new Map());
  withEnvironment(test, s3Environment(url));
  const folder = mkdtempSync(path.join(tmpdir(), 'tidegate-transform-s3-'));
  const config = path.join(folder, 'tidegate.yaml');
  writeFileSync(config, CONFIG);
  const staging = path.join(folder, 'staging');
  const run = async (input: string, output: string, more: readonly string[] = [], stopAsked = never()): Promise<Outcome> => {
    const said = { stdout: '', stderr: '' };
    const to = output.startsWith('s3://') ? ['--staging-dir', staging] : [];
    const code = await runCli({
      argv: ['transform', '-c', config, '--endpoint', 'm', '--input', input, '--output', output, ...to, ...more],
      env: {},
      version: '1.2.3',
      stdout: { write: (text) => void (said.stdout += text) },
      stderr: { write: (text) => void (said.stderr += text) },
      answer: undefined,
      onReloadAsked: () => {},
      stopAsked: () => stopAsked,
    });
    return { code, ...said };
  };
  return { s3, folder, staging, run };
}

function never(): Promise<void> {
  return new Promise(() => {});
}

function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `{"instances":[${from + index}]}\n`).join('');
}

function textOf(s3: FakeS3, key: string): string {
  return s3.contents.object('b', key).body.toString();
}

function reportOf({ stdout }: Outcome): { items: number; answered: number; isComplete: boolean; skipped: { answered: number } } {
  return JSON.parse(stdout) as ReturnType<typeof reportOf>;
}

test('an object through a model into an object; once more, nothing is read or sent', async (t) => {
  const { s3, run, staging } = await opened(t);
  s3.contents.put('b', 'in.jsonl', Buffer.from(`${lines(0, 50)}{"instances":["poison"]}\n`));
  const first = await run('s3://b/in.jsonl', 's3://b/out.jsonl', ['--json']);
  assert.equal(first.code, 1, first.stderr);
  assert.match(first.stderr, /1 record has no answer/);
  assert.equal(textOf(s3, 'out.jsonl').split('\n').length, 51);
  assert.equal(JSON.parse(textOf(s3, 'out.jsonl.errors.jsonl')).line, 51);
  assert.deepEqual(readdirSync(staging), []);
  const calls = s3.count('GetObject') + s3.count('PutObject');
  const second = await run('s3://b/in.jsonl', 's3://b/out.jsonl', ['--json']);
  assert.equal(second.code, 1, 'as the first');
  assert.equal(reportOf(second).items, 0);
  assert.deepEqual(reportOf(second).skipped, { answered: 50, failed: 1 });
  assert.equal(s3.count('GetObject') + s3.count('PutObject'), calls);
});

test('all under a prefix, into a prefix within it', async (t) => {
  const { s3, run } = await opened(t, 2);
  for (const name of ['a.jsonl', 'sub/b.jsonl', 'c.jsonl']) s3.contents.put('b', `in/${name}`, Buffer.from(lines(0, 3)));
  s3.contents.put('b', 'in/', Buffer.alloc(0));
  assert.deepEqual(await run('s3://b/in/', 's3://b/in/done', []).then(({ code, stderr }) => ({ code, stderr })), {
    code: 0,
    stderr: '',
  });
  const made = [...s3.contents.bucket('b').keys()].filter((key) => key.startsWith('in/done/')).sort();
  const outputs = ['in/done/a.jsonl.out', 'in/done/c.jsonl.out', 'in/done/sub/b.jsonl.out'];
  assert.deepEqual(made, outputs.flatMap((key) => [key, `${key}.errors.jsonl`]).sort());
  s3.contents.put('b', 'in/d.jsonl', Buffer.from(lines(0, 5)));
  const again = await run('s3://b/in/', 's3://b/in/done', ['--json']);
  assert.deepEqual([again.code, reportOf(again).items, reportOf(again).skipped.answered], [0, 5, 9]);
});

test('a run that is stopped while it reads is gone on with by the next', async (t) => {
  const { s3, run, staging } = await opened(t);
  const all = lines(0, 2500);
  s3.contents.put('b', 'in.jsonl', Buffer.from(all));
  let stop = (): void => {};
  const asked = new Promise<void>((resolve) => {
    stop = resolve;
  });
  s3.interfere = ({ operation, count }) => {
    if (operation !== 'GetObject') return undefined;
    // By then, what came before is under way.
    if (count === 2) setTimeout(stop, 300);
    return count === 1 ? { cutAfter: 40_000 } : { refuse: new S3Refusal(503, 'SlowDown') };
  };
  const first = await run('s3://b/in.jsonl', 's3://b/out.jsonl', ['--json'], asked);
  assert.equal(first.code, 1, first.stderr);
  assert.match(first.stderr, /stopped before the end; run it again, and it goes on/);
  const before = reportOf(first);
  assert.ok(!before.isComplete && before.answered > 500, `${before.answered} answered`);
  assert.ok(!s3.contents.bucket('b').has('out.jsonl'), 'nothing is there yet');
  assert.equal(readdirSync(staging).length, 1);
  s3.interfere = () => undefined;
  const second = await run('s3://b/in.jsonl', 's3://b/out.jsonl', ['--json']);
  assert.equal(second.code, 0, second.stderr);
  assert.equal(reportOf(second).skipped.answered, before.answered);
  assert.equal(reportOf(second).items, 2500 - before.answered);
  assert.equal(textOf(s3, 'out.jsonl').split('\n').length, 2501);
});

test('an object that changes while it is read ends the run; what is staged of it is not gone on with', async (t) => {
  const { s3, run } = await opened(t);
  s3.contents.put('b', 'in.jsonl', Buffer.from(lines(0, 1000)));
  s3.interfere = ({ operation, count }) => {
    if (operation === 'GetObject' && count === 2) s3.contents.put('b', 'in.jsonl', Buffer.from(lines(1, 1001)));
    return operation === 'GetObject' && count === 1 ? { cutAfter: 10_000 } : undefined;
  };
  const first = await run('s3://b/in.jsonl', 's3://b/out.jsonl');
  assert.equal(first.code, 1);
  assert.match(first.stderr, /^tidegate: transform stopped.*: s3:\/\/b\/in.jsonl: the object has changed while it was read\n$/);
  const second = await run('s3://b/in.jsonl', 's3://b/out.jsonl');
  assert.equal(second.code, 2);
  assert.match(second.stderr, /version: .* then, .* now/);
  assert.equal((await run('s3://b/in.jsonl', 's3://b/out.jsonl', ['--restart'])).code, 0);
});

test('an upload that is refused keeps what was done, and the next run sends nothing', async (t) => {
  const { s3, run } = await opened(t);
  s3.contents.put('b', 'in.jsonl', Buffer.from(lines(0, 40)));
  s3.interfere = ({ operation }) =>
    operation === 'PutObject' ? { refuse: new S3Refusal(403, 'AccessDenied', 'no') } : undefined;
  const first = await run('s3://b/in.jsonl', 's3://b/out.jsonl');
  assert.deepEqual([first.code, first.stderr.split('\n').length], [1, 2]);
  assert.match(first.stderr, /goes on when it is run again: s3:\/\/b\/out.jsonl.errors.jsonl: access denied: PutObject: no\n/);
  s3.interfere = () => undefined;
  const second = await run('s3://b/in.jsonl', 's3://b/out.jsonl', ['--json']);
  assert.deepEqual([second.code, reportOf(second).items, reportOf(second).skipped.answered], [0, 0, 40]);
});

test('what cannot be is one line and exit code 2, and nothing is sent', async (t) => {
  const { s3, run } = await opened(t);
  s3.contents.put('b', 'in.jsonl', Buffer.from(lines(0, 4)));
  s3.contents.put('b', 'mine', Buffer.from('precious'));
  s3.contents.put('b', 'evil/../../x.jsonl', Buffer.from(lines(0, 1)));
  const cases = [
    ['s3://b/none.jsonl', 's3://b/o', [], /^tidegate: s3:\/\/b\/none.jsonl: there is no such object\n$/],
    ['s3://none/in.jsonl', 's3://b/o', [], /^tidegate: s3:\/\/none\/in.jsonl: there is no bucket none\n$/],
    ['s3://b/in.jsonl', 's3://none/o', [], /^tidegate: s3:\/\/none\/o: there is no bucket none\n$/],
    ['s3://b/in.jsonl', 's3://b/mine', [], /^tidegate: s3:\/\/b\/mine exists, and nothing says of which job it is/],
    ['s3://b/in.jsonl', 's3://b/in.jsonl', ['--restart'], /^tidegate: --output: expected another address than that of the input/],
    ['s3://b/in.jsonl', 's3:///o', [], /^tidegate: s3:\/\/\/o: expected s3:\/\/bucket\/key\n$/],
    ['s3://b/in.jsonl', 's3://b/o', ['--errors', 'here.jsonl'], /^tidegate: --errors: expected /],
    ['s3://b/nothing/', 's3://b/o', [], /^tidegate: --input: expected files, found none in s3:\/\/b\/nothing\/\n$/],
    ['s3://b/in.jsonl', './out', ['--staging-dir', 'x'], /^tidegate: --staging-dir: expected an --output that is/],
    ['s3://b/evil/', './outputs', [], /^tidegate: s3:\/\/b\/evil\/..\/..\/x.jsonl: expected a key that can be a file's name/],
  ] as const;
  for (const [input, output, more, message] of cases) {
    const { code, stderr } = await run(input, output, more);
    assert.match(stderr, message);
    assert.equal(code, 2, input);
  }
  assert.equal(s3.count('GetObject'), 0);
});

test('from S3 into a folder of this machine, and from there into S3', async (t) => {
  const { s3, run, folder } = await opened(t);
  s3.contents.put('b', 'in/a.jsonl', Buffer.from(lines(0, 4)));
  const local = path.join(folder, 'outputs');
  assert.equal((await run('s3://b/in/', local)).code, 0);
  assert.equal(readFileSync(path.join(local, 'a.jsonl.out'), 'utf8').split('\n').length, 5);
  const input = path.join(folder, 'x.jsonl');
  writeFileSync(input, lines(0, 7));
  assert.equal((await run(input, 's3://b/under/')).code, 0);
  assert.equal(textOf(s3, 'under/x.jsonl.out').split('\n').length, 8);
  assert.ok(!existsSync('s3:'), 'no folder is called like an address');
});
