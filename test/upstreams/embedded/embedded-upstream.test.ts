import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { createEmbeddedUpstream } from '../../../src/upstreams/embedded/index.ts';

const upstream = await createEmbeddedUpstream();
const { signal } = new AbortController();

after(() => upstream.close());

async function ask(request: object) {
  const body = Buffer.from(JSON.stringify(request));
  const reply = await upstream.invoke({ headers: {}, body, itemCount: 1, cost: 1 }, signal);
  assert.equal(reply.headers['content-type'], 'application/json');
  return { status: reply.status, answer: JSON.parse(Buffer.from(reply.body).toString()) };
}

function dot(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
}

test('one text gives a list of one embedding of length one', async () => {
  const { status, answer } = await ask({ inputs: 'hello' });
  assert.equal(status, 200);
  assert.equal(answer.length, 1);
  assert.equal(answer[0].length, 512);
  assert.ok(Math.abs(Math.hypot(...answer[0]) - 1) < 1e-5);
});

test('texts of like meaning are closer than others', async () => {
  const inputs = ['How do I reset my password?', 'I forgot my login credentials', 'The soup was too salty'];
  const [a, b, c]: number[][] = (await ask({ inputs })).answer;
  assert.ok(dot(a, b) > dot(a, c) + 0.2);
});

test('a marathon is a matter of health', async () => {
  const parameters = { candidate_labels: ['finance', 'health', 'career'] };
  const { status, answer } = await ask({ inputs: 'I want to run a marathon in spring', parameters });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(answer), ['sequence', 'labels', 'scores']);
  assert.equal(answer.labels[0], 'health');
  assert.ok(answer.scores[0] > 0.6);
});

test('several texts are classified in their order', async () => {
  const inputs = ['My savings account pays very little interest', 'I sleep badly and feel tired'];
  const { answer } = await ask({ inputs, parameters: { candidate_labels: 'health, finance' } });
  assert.deepEqual(
    answer.map((one: { labels: string[] }) => one.labels[0]),
    ['finance', 'health'],
  );
});

test('one empty text fails the whole list of a classification', async () => {
  const { status, answer } = await ask({ inputs: ['a', ''], parameters: { candidate_labels: ['b'] } });
  assert.equal(status, 400);
  assert.equal(answer.type, 'InternalServerException');
});

test('an empty text is a validation error where embeddings are asked for', async () => {
  const { status, answer } = await ask({ inputs: '' });
  assert.equal(status, 400);
  assert.equal(answer.error_type, 'Validation');
});

test('a text that is too long is cut, or refused where that was asked for', async () => {
  const inputs = 'word '.repeat(200);
  assert.deepEqual((await ask({ inputs })).answer, (await ask({ inputs: 'word '.repeat(150) })).answer);
  assert.equal((await ask({ inputs, truncate: false })).status, 413);
});

/** Runs a process that has an `upstream` and lets `ask` it, and gives what it printed. Rejects when its exit code is not 0. */
async function printed(script: string): Promise<string> {
  const module = JSON.stringify(new URL('../../../src/upstreams/embedded/index.ts', import.meta.url));
  const setup = `const { createEmbeddedUpstream } = await import(${module});
    const upstream = await createEmbeddedUpstream();
    const body = Buffer.from(JSON.stringify({ inputs: Array(32).fill('word '.repeat(120)) }));
    const ask = () => upstream.invoke({ headers: {}, body, itemCount: 32, cost: 32 }, new AbortController().signal);`;
  const options = ['--import', 'tsx', '--input-type=module', '-e', setup + script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, options);
  return stdout + stderr;
}

test('once closed it lets the process end, and nothing is ever printed', async () => {
  assert.equal(await printed('await ask(); await upstream.close();'), '');
});

test('a process may close it or exit while the model computes', async () => {
  const soon = 'ask().catch(() => {}); await new Promise(setImmediate);';
  assert.equal(await printed(`${soon} await upstream.close();`), '');
  assert.equal(await printed(`${soon} process.exit(0);`), '');
});
