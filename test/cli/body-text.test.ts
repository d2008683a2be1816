import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { readBody, serveHttp } from '../support/local-server.ts';
import { configFile, runHere } from './tidegate.ts';

interface Setting {
  readonly config: string;
  readonly records: string;
  /** Bodies as they came, sorted. */
  readonly asked: () => readonly string[];
}

/** A model of plain text, and three records for it. */
async function plainTextModel(context: TestContext): Promise<Setting> {
  const asked: string[] = [];
  const url = await serveHttp(context, async (request, response) => {
    const text = (await readBody(request)).toString();
    asked.push(`${request.headers['content-type']}: ${text}`);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ label: text.includes('good') ? 'positive' : 'negative' }));
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'tidegate-body-text-'));
  const records = path.join(folder, 'records.jsonl');
  const lines = [
    { id: 1, text: 'Quite "good".', reference: 'positive' },
    { id: 2, text: 'Dull,\nand long.', reference: 'negative' },
    { id: 3, text: 'A good idea, badly told.', reference: 'negative' },
  ];
  writeFileSync(records, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const config = configFile(
    `${path.basename(folder)}.yaml`,
    `endpoints:\n  plain: { upstream: { type: http, url: "${url}" }, codec: passthrough }\n`,
  );
  return { config, records, asked: () => asked.toSorted() };
}

const BODIES = [
  'application/x-text: A good idea, badly told.',
  'application/x-text: Dull,\nand long.',
  'application/x-text: Quite "good".',
];

test('transform --body-text sends the text of each record as it is, and joins the id', async (context) => {
  const { config, records, asked } = await plainTextModel(context);
  const output = `${records}.out`;
  const args = ['--content-type', 'application/x-text', '--body-text', '/text', '--id-field', 'id'];
  const files = ['-c', config, '--endpoint', 'plain', '--input', records, '--output', output];
  const { code, stderr } = await runHere(['transform', ...files, ...args]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(asked(), BODIES);
  assert.equal(
    readFileSync(output, 'utf8'),
    '{"id":1,"label":"positive"}\n{"id":2,"label":"negative"}\n{"id":3,"label":"positive"}\n',
  );
  // Another body is another job.
  const other = await runHere(['transform', ...files, ...args, '--body-text', '/reference']);
  assert.deepEqual([other.code, /bodyText: "\/text" then, "\/reference" now/.test(other.stderr)], [2, true], other.stderr);
});

test('evaluate --endpoint --body-text asks the same', async (context) => {
  const { config, records, asked } = await plainTextModel(context);
  const args = ['--content-type', 'application/x-text', '--body-text', '/text', '--metric', 'accuracy', '--json', '-'];
  const { code, stdout, stderr } = await runHere([
    'evaluate',
    '-c',
    config,
    '--endpoint',
    'plain',
    '--references',
    records,
    ...args,
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(asked(), BODIES);
  const { items, metrics } = JSON.parse(stdout) as { items: number; metrics: Record<string, { figures: unknown[] }> };
  assert.equal(items, 3);
  assert.match(JSON.stringify(metrics['accuracy']?.figures), /"value":0\.666/);
});

const REFUSED: readonly (readonly [args: readonly string[], said: RegExp])[] = [
  [['--content-type', 'application/x-text', '--body-text', 'text'], /--body-text: Expected a JSON Pointer/],
  [['--body-text', '/text'], /--body-text: expected a --content-type of text, .* found application\/json/],
  [['--body-text', '/text', '--content-type', 'text/csv'], /--body-text: expected records of JSON; they are CSV/],
  [['--body-text', '/text', '--content-type', 'text/plain', '--template', '{}'], /--body-text: expected no --template beside it/],
  [['--body-text', '/text', '--content-type', 'text/plain', '--hyper-params', '{}'], /--body-text: expected no hyper-parameters/],
];

for (const [args, said] of REFUSED) {
  test(`refused before anything is sent: ${args.join(' ')}`, async (context) => {
    const { config, records, asked } = await plainTextModel(context);
    const files = ['-c', config, '--endpoint', 'plain', '--input', records, '--output', `${records}.out`];
    const { code, stderr } = await runHere(['transform', ...files, ...args]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, said);
    assert.deepEqual(asked(), []);
  });
}
