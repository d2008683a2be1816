import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { type ConformanceServer, startConformanceServer } from '../support/conformance/index.ts';
import { endpointsConfig, modelSaying } from './proving.ts';
import { configFile, type Outcome, ROOT, runHere } from './tidegate.ts';

let server: ConformanceServer;
before(async () => {
  server = await startConformanceServer();
});
/** Closed whatever fails: an open one keeps the process alive. */
const models: { close(): Promise<void> }[] = [];
after(async () => {
  await Promise.all([server, ...models].map((each) => each.close()));
});

const modelOf: typeof modelSaying = async (says) => {
  const model = await modelSaying(says);
  models.push(model);
  return model;
};

/** A file of records, a line each. */
function records(name: string, lines: readonly unknown[]): string {
  return configFile(name, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
}

function evaluate(...args: readonly string[]): Promise<Outcome> {
  return runHere(['evaluate', ...args], { CONFORMANCE_URL: server.url });
}

const TEMPLATE = ['--template', '{"instances":[{"$":"/text"}]}'];
const TEXTS = ['good', 'bad', 'fine', 'poor', 'great', 'awful'];
const isGood = (text: unknown): boolean => ['good', 'fine', 'great'].includes(String(text));
const LABELLED = records(
  'labelled.jsonl',
  TEXTS.map((text, index) => ({ id: `m-${index}`, text, label: isGood(text) ? 'positive' : 'negative' })),
);

/** A model that refuses a call with "poison" in it, and is right but for the texts that are named. */
function classifier(...wrong: readonly string[]) {
  return modelOf((instances) => {
    if (instances.includes('poison')) return { status: 400, predictions: [] };
    const labelOf = (text: unknown): string => (isGood(text) !== wrong.includes(String(text)) ? 'positive' : 'negative');
    return { predictions: instances.map((text) => ({ label: labelOf(text), score: 1 })) };
  });
}

test('files are joined by id, and the figures told as a table, as JSON and as a page', async () => {
  const references = records('ref.jsonl', [
    { id: 1, reference: 'the ferry was late' },
    { id: 2, reference: 'two boats left' },
    { id: 3, reference: 'nobody came' },
  ]);
  const first = records('first.jsonl', [
    { id: 2, prediction: 'two boats left' },
    { id: 1, prediction: 'a ferry' },
  ]);
  const second = records('second.jsonl', [
    "{'id': 1, 'generated_texts': ['the ferry was late']}",
    "{'id': 2, 'generated_texts': ['two boats']}",
  ]);
  const [json, html] = [join(dirname(first), 'figures.json'), join(dirname(first), 'page.html')];
  const args = ['--references', references, '--predictions', first, second, '--metric', 'rouge', '--json', json, '--html', html];
  const { code, stdout, stderr } = await evaluate(...args);
  assert.equal(code, 0, stderr);
  assert.match(
    stdout,
    /^2 items, joined by id\.\n1 left out without a prediction of every system: 3\.\n\nA {2}first\.jsonl\nB {2}second\.jsonl\n/,
  );
  assert.match(stdout, /^rouge1 +A {2}0\.6667 \[.*\]\n +B {2}0\.9000 \[.*\] {2}\+0\.2333 \[/m);
  assert.match(
    stderr,
    /ref\.jsonl: the reference is at \/reference \(--reference says otherwise\)\n.*first\.jsonl: the prediction is at \/prediction/,
  );
  assert.match(stderr, /second\.jsonl: the prediction is at \/generated_texts\/0/);
  const { systems, metrics } = JSON.parse(readFileSync(json, 'utf8'));
  assert.deepEqual([systems, metrics.rouge.figures.length], [['first.jsonl', 'second.jsonl'], 12]);
  assert.match(readFileSync(html, 'utf8'), /^<!doctype html>[^]*<title>Evaluation of first\.jsonl and second\.jsonl</);
});

test('JSON alone goes to standard output, and nothing about it there', async () => {
  const file = records('same.jsonl', [{ label: 'a' }, { label: 'b' }]);
  const { code, stdout } = await evaluate('--references', file, '--predictions', file, '--metric', 'accuracy,f1', '--json', '-');
  const { joinedBy, metrics } = JSON.parse(stdout);
  assert.deepEqual([code, joinedBy, Object.keys(metrics)], [0, 'line', ['accuracy', 'f1']]);
});

test('equal seeds give equal intervals, and labels may be given other names', async () => {
  const references = records(
    'names.jsonl',
    TEXTS.map((text) => ({ label: isGood(text) ? 'yes' : 'no' })),
  );
  const predictions = records(
    'numbers.jsonl',
    TEXTS.map((text) => (text === 'poor' || isGood(text) ? 1 : 0)),
  );
  const of = async (...more: readonly string[]) => {
    const { stdout } = await evaluate('--references', references, '--predictions', predictions, '--metric', 'accuracy', ...more);
    return /^accuracy.*$/m.exec(stdout)?.[0];
  };
  const named = ['--map', '["no","yes"]'];
  assert.match((await of()) ?? '', /0\.0000 \[0\.0000, 0\.0000\]/);
  assert.match((await of(...named)) ?? '', /0\.8333 \[/);
  assert.equal(await of(...named, '--seed', '7'), await of(...named, '--seed', '7'));
  assert.match((await of(...named, '--map', '{"0":"no","1":"yes"}')) ?? '', /0\.8333 \[/);
});

test('an endpoint is asked for the labelled records, in batches, and its answers compared', async () => {
  const model = await classifier('poor');
  const config = configFile('one.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const { code, stdout, stderr } = await evaluate(
    '-c',
    config,
    '--endpoint',
    'm',
    '--references',
    LABELLED,
    ...TEMPLATE,
    '--metric',
    'accuracy',
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^6 items, joined by request\.\n\nm\n/);
  assert.match(stdout, /^accuracy {2}0\.8333 \[/m);
  assert.match(stderr, /^evaluate: m: the prediction is at \/predictions\/0\/label \(--prediction says otherwise\)$/m);
  assert.equal(model.calls() < TEXTS.length, true, `${model.calls()} calls`);
});

test('two endpoints are asked one after the other, and set side by side', async () => {
  const [worse, better] = [await classifier('poor', 'good', 'bad', 'fine'), await classifier()];
  const both = { worse: { url: worse.url, codec: 'kserve-v1' }, better: { url: better.url, codec: 'kserve-v1' } };
  const config = configFile('two.yaml', endpointsConfig(both));
  const args = ['--references', LABELLED, ...TEMPLATE, '--metric', 'f1'];
  const { code, stdout } = await evaluate('-c', config, '--endpoint', 'worse', 'better', ...args);
  assert.equal(code, 0);
  assert.match(stdout, /\nA {2}worse\nB {2}better\n/);
  assert.match(stdout, /^f1_micro +A {2}0\.3333 \[.*\]\n +B {2}1\.0000 \[1\.0000, 1\.0000\] {2}\+0\.6667 \[.*\] \*$/m);
  assert.match(stdout, /^f1, worse\n[^]*^f1, better\n/m);
});

test('variants of one endpoint are asked by the header that names them', async () => {
  const variant = 'x-amzn-sagemaker-target-variant';
  const model = await modelOf((instances, _, headers) => ({
    predictions: instances.map((text) => (isGood(text) || headers[variant] === 'blue' ? 'positive' : 'negative')),
  }));
  const upstream = (more: string): string =>
    `endpoints:\n  m: { upstream: { type: http, url: "${model.url}"${more} }, codec: kserve-v1 }\n`;
  const told = configFile('variants.yaml', upstream(`, forwardHeaders: [${variant}]`));
  const args = ['--references', LABELLED, ...TEMPLATE, '--metric', 'accuracy', '--endpoint', 'm', '--variant', 'blue', 'green'];
  const { code, stdout, stderr } = await evaluate('-c', told, ...args);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /\nA {2}blue\nB {2}green\n[^]*^accuracy +A {2}0\.5000 .*\n +B {2}1\.0000 /m);
  const calls = model.calls();
  const silent = await evaluate('-c', configFile('untold.yaml', upstream('')), ...args);
  assert.deepEqual([silent.code, model.calls()], [2, calls]);
  assert.match(silent.stderr, /--variant: the upstream of m is not SageMaker, and forwards no x-amzn-sagemaker-target-variant/);
});

test('--compare-unbatched asks one endpoint twice, the second time a record a call', async () => {
  // It takes the last of several for bad, as a model does that minds its padding.
  const model = await modelOf((instances) => ({
    predictions: instances.map((text, place) => (place > 0 || !isGood(text) ? 'negative' : 'positive')),
  }));
  const config = configFile('twice.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const args = ['--references', LABELLED, ...TEMPLATE, '--metric', 'accuracy', '--endpoint', 'm', '--compare-unbatched'];
  const { code, stdout } = await evaluate('-c', config, ...args);
  assert.equal(code, 0);
  assert.match(stdout, /\nA {2}m\nB {2}m, unbatched\n/);
  const [, batched, alone] = /^accuracy +A {2}(\S+) .*\n +B {2}(\S+)/m.exec(stdout) ?? [];
  assert.equal(alone, '1.0000');
  assert.equal(Number(batched) < 1, true, stdout);
  assert.equal(model.calls() > TEXTS.length, true, `${model.calls()} calls`);
});

test('a record that the model refuses is left out, and it is said which', async () => {
  const model = await classifier();
  const config = configFile('poison.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const poisoned = records('poisoned.jsonl', [
    ...TEXTS.map((text, index) => ({ id: `m-${index}`, text, label: isGood(text) ? 'positive' : 'negative' })),
    { id: 'm-6', text: 'poison', label: 'negative' },
  ]);
  const { code, stdout } = await evaluate(
    '-c',
    config,
    '--endpoint',
    'm',
    '--references',
    poisoned,
    ...TEMPLATE,
    '--metric',
    'accuracy',
  );
  assert.equal(code, 0);
  assert.match(stdout, /^6 items, joined by request\.\n1 left out without a prediction of every system: m-6\.\n/);
  assert.match(stdout, /^accuracy {2}1\.0000 /m);
});

test('a contract of the conformance server needs no word about where its answers are', async () => {
  const references = records(
    'texts.jsonl',
    ['red', 'blue'].map((text) => ({ inputs: text, target: text, kept: 1 })),
  );
  const args = ['--references', references, '--metric', 'rouge', '--input-filter', "$['inputs']"];
  const template = ['--template', '{"inputs":{"$":""}}'];
  const { code, stdout, stderr } = await evaluate(
    '-c',
    `${ROOT}examples/conformance.yaml`,
    '--endpoint',
    'hf-summarization',
    ...args,
    ...template,
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^2 items, joined by request\./);
  assert.match(stderr, /the reference is at \/target .*\n.*the prediction is at \/0\/summary_text/);
});

test('where no record is answered, that is the end, with code 1; where no answer has what is compared, with code 2', async () => {
  const model = await modelOf((instances) => ({ status: instances.length > 0 ? 400 : 200, predictions: [] }));
  const refuses = configFile('refuses.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const args = ['--endpoint', 'm', '--references', LABELLED, ...TEMPLATE, '--metric', 'accuracy'];
  const refused = await evaluate('-c', refuses, ...args);
  assert.deepEqual([refused.code, refused.stdout], [1, '']);
  assert.match(
    refused.stderr,
    /tidegate: evaluate m: no record was answered; the first: MODEL_REFUSED: Received client error \(400\)/,
  );
  const says = await modelOf((instances) => ({ predictions: instances.map(() => ({ other: {} })) }));
  const config = configFile('says.yaml', endpointsConfig({ m: { url: says.url, codec: 'kserve-v1' } }));
  const other = await evaluate('-c', config, ...args);
  assert.equal(other.code, 2);
  assert.match(other.stderr, /expected where predictions are in answers of m such as \{"predictions":\[\{"other":\{\}\}\]\}/);
});

test('what cannot be meant is told with code 2, before anything is read or asked', async () => {
  const usage = async (message: RegExp, ...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await evaluate(...args);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    assert.match(stderr, message);
  };
  const files = ['--references', LABELLED, '--predictions', LABELLED];
  await usage(/required option '--references <file>'/, '--metric', 'f1');
  await usage(/required option '--metric <name\.\.\.>'/, '--references', LABELLED);
  await usage(/Expected one of rouge, accuracy, f1, seqeval, squad/, ...files, '--metric', 'bleu');
  await usage(/expected --predictions with one file or more, or --endpoint/, '--references', LABELLED, '--metric', 'f1');
  await usage(/expected --predictions with one file or more, or --endpoint/, ...files, '--endpoint', 'm', '--metric', 'f1');
  await usage(/--compare-unbatched: expected one --endpoint/, ...files, '--compare-unbatched', '--metric', 'f1');
  await usage(/--variant: expected one --endpoint/, '--references', LABELLED, '--variant', 'a', '--metric', 'f1');
  await usage(/--endpoint: expected different names/, '--references', LABELLED, '--endpoint', 'm', 'm', '--metric', 'f1');
  await usage(/--endpoint: expected one of demo, fake/, '--references', LABELLED, '--endpoint', 'demmo', '--metric', 'f1');
  await usage(/Expected a JSON Pointer/, ...files, '--metric', 'f1', '--id', 'id');
  await usage(/Expected a JSON object of texts/, ...files, '--metric', 'f1', '--map', '{"a":1}');
  await usage(/Expected names such as good,bad/, ...files, '--metric', 'f1', '--labels', 'a,,b');
  await usage(/labels name "a" twice/, ...files, '--metric', 'f1', '--labels', 'a, a');
  await usage(/Expected a number between 0 and 1/, ...files, '--metric', 'f1', '--confidence', '95');
  await usage(/--html \/no\/such\/folder\/page\.html: ENOENT/, ...files, '--metric', 'f1', '--html', '/no/such/folder/page.html');
  await usage(
    /no\.jsonl: expected a readable file, found no such file/,
    '--references',
    'no.jsonl',
    '--predictions',
    LABELLED,
    '--metric',
    'f1',
  );
});

test('data that cannot be compared is told with code 2, by file and line', async () => {
  const tags = records('tags.jsonl', [{ tags: ['O'] }, { tags: ['O', 'B-PER'] }]);
  const short = records('short.jsonl', [{ tags: ['O'] }, { tags: ['O'] }]);
  const { code, stderr } = await evaluate('--references', tags, '--predictions', short, '--metric', 'seqeval');
  assert.equal(code, 2);
  assert.match(stderr, new RegExp(`^tidegate: ${short}:2, ${tags}:2: seqeval: 1 tags where the reference has 2$`, 'm'));
  const other = records('other.jsonl', [{ id: 'x', label: 'positive' }]);
  const apart = await evaluate('--references', LABELLED, '--predictions', other, '--metric', 'f1');
  assert.equal(apart.code, 2);
  assert.match(apart.stderr, /are the ids those of the same items, such as "m-0" and "x"\?/);
});

test('labels with spaces and commas can be given', async () => {
  const file = records('spaced.jsonl', [{ label: 'very good' }, { label: 'a, b' }, { label: 'c' }]);
  const of = async (labels: string) => {
    const { stdout } = await evaluate('--references', file, '--predictions', file, '--metric', 'f1', '--labels', labels);
    const rows = [...stdout.matchAll(/^ +(\S.*?) {2,}1\.0000 +1\.0000 +1\.0000 +1$/gm)].map(([, name = '']) => name);
    return rows.filter((name) => !name.endsWith(' avg'));
  };
  assert.deepEqual(await of('very good, c'), ['very good', 'c']);
  assert.deepEqual(await of('["a, b"]'), ['a, b']);
});

test('nothing that it prints is coloured', async () => {
  const name = basename(LABELLED);
  const { stdout, stderr } = await runHere(['evaluate', '--references', LABELLED, '--predictions', LABELLED, '--metric', 'f1'], {
    NO_COLOR: '1',
  });
  assert.match(stdout, new RegExp(`\n${name}\n`));
  assert.equal(`${stdout}${stderr}`.includes('\u001B'), false);
});
