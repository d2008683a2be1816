import assert from 'node:assert/strict';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { echo, serveHttp } from '../support/local-server.ts';
import { endpointsConfig, modelSaying } from './proving.ts';
import { configFile, freePort, type Outcome, runHere, start } from './tidegate.ts';

const root = mkdtempSync(join(tmpdir(), 'tidegate-transform-'));
after(() => rmSync(root, { recursive: true }));

const simulated =
  '{ upstream: { type: simulated, baseMs: 1, perItemMs: 0, refuse: poison }, codec: kserve-v1, batching: { maxBatchSize: 64 } }';
const CONFIG = configFile('transform.yaml', `endpoints:\n  m: ${simulated}\n  other: ${simulated}\n`);

/** A folder of these files. */
function folderOf(files: Readonly<Record<string, string | Buffer>>): { readonly at: (name: string) => string } {
  const folder = mkdtempSync(join(root, 'f-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { at: (name) => join(folder, name) };
}

const transform = (...args: readonly string[]): Promise<Outcome> =>
  runHere(['transform', '-c', CONFIG, '--endpoint', 'm', ...args]);
const read = (file: string): string => readFileSync(file, 'utf8');
const records = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify({ instances: [item] })}\n`).join('');
const answers = (items: readonly unknown[]): string =>
  items.map((item) => `${JSON.stringify({ predictions: [item] })}\n`).join('');
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** What the errors file says: line, code, status of the model, tries, data. */
function failures(file: string): unknown[] {
  return read(file)
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const { line: number, error, attempts, data, dataEncoding } = JSON.parse(line);
      return [number, error.code, error.originalStatusCode, attempts, dataEncoding ?? data];
    });
}

/** Runs against a model that says what `says` says; what it was sent, call by call. */
async function throughModel(
  says: (instances: readonly unknown[]) => { readonly status?: number; readonly predictions: readonly unknown[] },
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Outcome & { readonly sent: readonly unknown[] }> {
  const sent: unknown[] = [];
  const model = await modelSaying((instances) => {
    sent.push(...instances);
    return says(instances);
  });
  const path = configFile('model.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const outcome = await runHere(['transform', '-c', path, '--endpoint', 'm', ...args], env);
  await model.close();
  return { ...outcome, sent };
}

test('records are sent in batches, and answered in their order; run again there is nothing to do', async () => {
  const { at } = folderOf({ 'in.jsonl': records(numbers(1000)) });
  const args = ['--input', at('in.jsonl'), '--output', at('out'), '--json'];
  const { code, stdout, stderr } = await transform(...args);
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(read(at('out')), answers(numbers(1000)));
  assert.equal(read(at('out.errors.jsonl')), '');
  const { answered, failed, calls, isComplete, maxBatchSize, errors } = JSON.parse(stdout);
  assert.deepEqual([answered, failed, isComplete, maxBatchSize, errors], [1000, 0, true, 64, [at('out.errors.jsonl')]]);
  assert.ok(calls < 200, `${calls} calls`);
  const again = await transform(...args);
  const report = JSON.parse(again.stdout);
  assert.deepEqual([again.code, report.answered, report.calls, report.skipped], [0, 0, 0, { answered: 1000, failed: 0 }]);
  assert.equal(read(at('out')), answers(numbers(1000)));
});

test('where each record goes alone because of its id, the report says so', async () => {
  const lines = numbers(40).map((id) => `${JSON.stringify({ id, instances: [id] })}\n`);
  const { at } = folderOf({ 'in.jsonl': lines.join('') });
  const alone = await transform('--input', at('in.jsonl'), '--output', at('alone'));
  assert.match(alone.stdout, /\n40 calls of 1\.0 records .*\nhardly any shared a call: .*--id-field/);
  const together = await transform('--input', at('in.jsonl'), '--output', at('together'), '--id-field', 'id');
  assert.doesNotMatch(together.stdout, /hardly/);
  const singly = await transform('--input', at('in.jsonl'), '--output', at('singly'), '--batch-strategy', 'SingleRecord');
  assert.doesNotMatch(singly.stdout, /hardly/, 'it was asked for');
  const refused = await transform('--input', at('in.jsonl'), '--output', at('refused'), '--input-filter', '$.id');
  assert.doesNotMatch(refused.stdout, /hardly/, 'none was answered');
});

test('records that the model refuses are told in the errors file, cost no other, and the code is 1', async () => {
  const items = numbers(200).map((number) => (number % 50 === 7 ? `poison ${number}` : number));
  const { at } = folderOf({ 'in.jsonl': records(items) });
  const { code, stdout, stderr } = await transform('--input', at('in.jsonl'), '--output', at('out'));
  assert.deepEqual([code, read(at('out'))], [1, answers(items.filter((item) => typeof item === 'number'))]);
  assert.deepEqual(
    failures(at('out.errors.jsonl')),
    [7, 57, 107, 157].map((number) => [number + 1, 'MODEL_REFUSED', 400, 1, `{"instances":["poison ${number}"]}`]),
  );
  assert.match(
    stdout,
    /^200 records in .*: 196 answered, 4 failed\n.* calls of .*\nwhat failed, and why: .*out\.errors\.jsonl\n$/,
  );
  assert.match(stderr, /^tidegate: transform: 4 records have no answer$/m);
  const withNull = await transform('--input', at('in.jsonl'), '--output', at('nulls'), '--on-failure', 'null');
  const lines = read(at('nulls')).split('\n');
  assert.deepEqual([withNull.code, lines.length, lines[7], lines[8]], [1, 201, 'null', '{"predictions":[8]}']);
});

test('odd lines: a mark, CRLF, blank ones, huge ones, duplicates, no last line end, and what is no JSON', async () => {
  const huge = JSON.stringify({ instances: ['x'.repeat(5_000_000)] });
  const tooLarge = JSON.stringify({ instances: ['x'.repeat(7_000_000)] });
  const invalid = Buffer.from([...Buffer.from('{"instances":["'), 0xff, ...Buffer.from('"]}\n')]);
  const lines = ['\uFEFF{"instances":[1]}\r\n', '\r\n', ' \n', `${huge}\n`, `${tooLarge}\n`, '{"instances":[2]}\n', 'no JSON\n'];
  const { at } = folderOf({
    'in.jsonl': Buffer.concat([Buffer.from(lines.join('')), invalid, Buffer.from('{"instances":[2]}')]),
    'empty.jsonl': '',
  });
  const { code } = await transform('--input', at('in.jsonl'), '--output', at('out'));
  assert.equal(code, 1);
  const echo = huge.replace('instances', 'predictions');
  assert.equal(read(at('out')), `{"predictions":[1]}\n${echo}\n{"predictions":[2]}\n{"predictions":[2]}\n`);
  assert.deepEqual(failures(at('out.errors.jsonl')), [
    [5, 'BODY_TOO_LARGE', undefined, 0, tooLarge],
    [7, 'INVALID_JSON', undefined, 1, 'no JSON'],
    [8, 'INVALID_JSON', undefined, 1, 'base64'],
  ]);
  assert.equal((await transform('--input', at('empty.jsonl'), '--output', at('nothing'))).code, 0);
  assert.equal(read(at('nothing')), '');
});

test('a record may be as large as it is said, and no larger', async () => {
  const { at } = folderOf({ 'in.jsonl': records(['x'.repeat(7_000_000), 'y'.repeat(1_100_000)]) });
  const large = await transform('--input', at('in.jsonl'), '--output', at('large'), '--max-payload', '8');
  assert.deepEqual([large.code, read(at('large')).length], [0, 8_100_000 + 2 * '{"predictions":[""]}\n'.length]);
  const small = await transform('--input', at('in.jsonl'), '--output', at('small'), '--max-payload', '1');
  assert.deepEqual([small.code, read(at('small')), failures(at('small.errors.jsonl')).length], [1, '', 2]);
});

test('rows of CSV are filtered on their way to the model, joined and filtered on their way back', async (context) => {
  const path = configFile('echo.yaml', endpointsConfig({ m: { url: await serveHttp(context, echo), codec: 'passthrough' } }));
  const { at } = folderOf({ 'in.csv': 'id,a,b\nr1,1.0,"2,5"\nr2,3,4\n' });
  const args = ['-c', path, '--input', at('in.csv'), '--header', 'skip', '--input-filter', '$[1:]', '--join-source', 'Input'];
  const joined = await transform(...args, '--output', at('joined'));
  assert.deepEqual([joined.code, joined.stderr], [0, '']);
  assert.equal(read(at('joined')), 'r1,1.0,"2,5",1.0,"2,5"\nr2,3,4,3,4\n');
  await transform(...args, '--output', at('filtered'), '--output-filter', '$[0,-1]');
  assert.equal(read(at('filtered')), 'r1,"2,5"\nr2,4\n');
  await transform('-c', path, '--input', at('in.csv'), '--output', at('headed'), '--header', 'repeat');
  assert.deepEqual(
    read(at('headed'))
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line)),
    ['id,a,b\nr1,1.0,"2,5"', 'id,a,b\nr2,3,4'],
  );
});

test('the model does not see the id; the output begins with it, duplicates and all', async () => {
  const { at } = folderOf({
    'in.jsonl': '{"id":"a","instances":[1]}\n{"instances":[2],"id":7.0}\n{"id":"a","instances":[3]}\n{"instances":[4]}\n',
  });
  const args = ['--input', at('in.jsonl'), '--output', at('out'), '--id-field', 'id'];
  const { code, sent } = await throughModel((instances) => ({ predictions: instances }), args);
  assert.deepEqual([code, sent.length, new Set(sent)], [1, 3, new Set([1, 2, 3])]);
  assert.equal(read(at('out')), '{"id":"a","predictions":[1]}\n{"id":7.0,"predictions":[2]}\n{"id":"a","predictions":[3]}\n');
  assert.deepEqual(failures(at('out.errors.jsonl')), [[4, 'INVALID_RECORD', undefined, 0, '{"instances":[4]}']]);
});

test('a template makes requests of records, and an output filter lines of answers', async () => {
  const { at } = folderOf({
    'in.jsonl': '{"text":"a"}\n{"text":"b"}\n{"words":"c"}\n',
    'template.json': '{"instances":[{"$":"/text"}]}',
  });
  const args = ['--input', at('in.jsonl'), '--output-filter', '$.predictions[0]'];
  const { code } = await transform(...args, '--output', at('out'), '--template', '{"instances":[{"$":"/text"}]}');
  assert.deepEqual([code, read(at('out'))], [1, '"a"\n"b"\n']);
  assert.deepEqual(failures(at('out.errors.jsonl')), [[3, 'INVALID_RECORD', undefined, 0, '{"words":"c"}']]);
  await transform(...args, '--output', at('of-file'), '--template', `@${at('template.json')}`);
  assert.equal(read(at('of-file')), '"a"\n"b"\n');
});

test('hyper-parameters come from the environment as Python prints them, and from the command line before that', async (context) => {
  const { at } = folderOf({ 'in.jsonl': '{"text":"a","temperature":1}\n' });
  const path = configFile('echo.yaml', endpointsConfig({ m: { url: await serveHttp(context, echo), codec: 'passthrough' } }));
  const run = (output: string, ...more: readonly string[]): Promise<Outcome> =>
    runHere(['transform', '-c', path, '--endpoint', 'm', '--input', at('in.jsonl'), '--output', at(output), ...more], {
      HYPER_PARAMS: "{'temperature': 0.5, 'do_sample': True, 'seed': None}",
    });
  const { code, stderr } = await run('of-env');
  assert.deepEqual([code, stderr], [0, '']);
  assert.deepEqual(JSON.parse(read(at('of-env'))), { text: 'a', temperature: 0.5, do_sample: true, seed: null });
  await run('of-line', '--hyper-params', '{"top_k":3}');
  assert.deepEqual(JSON.parse(read(at('of-line'))), { text: 'a', top_k: 3 });
  assert.match((await run('bad', '--hyper-params', '{')).stderr, /^tidegate: hyper-parameters: /);
});

test('a folder goes into a folder, what is packed unpacked, what an earlier run wrote is no input', async () => {
  const { at } = folderOf({
    'in/b.jsonl': records([1, 2]),
    'in/sub/a.jsonl.gz': gzipSync(records([3])),
    'in/empty.jsonl': '',
    'in/.hidden': 'no JSON',
    'elsewhere.jsonl': records([4]),
  });
  symlinkSync(at('elsewhere.jsonl'), at('in/linked.jsonl'));
  for (const skipped of [0, 4]) {
    const { code, stdout } = await transform('--input', at('in'), '--output', at('in/out'), '--json');
    assert.deepEqual([code, JSON.parse(stdout).skipped.answered], [0, skipped]);
  }
  const outputs = readdirSync(at('in/out'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.out'));
  assert.deepEqual(
    outputs.toSorted().map((name) => [name, read(at(`in/out/${name}`))]),
    [
      ['b.jsonl.out', answers([1, 2])],
      ['empty.jsonl.out', ''],
      ['linked.jsonl.out', answers([4])],
      ['sub/a.jsonl.gz.out', answers([3])],
    ],
  );
});

test('several inputs go into a folder that is made for them', async () => {
  const { at } = folderOf({ 'a.jsonl': records([1]), 'b.jsonl': records([2]) });
  const { code } = await transform('--input', at('a.jsonl'), at('b.jsonl'), '--output', at('new/folder'));
  assert.deepEqual(
    [code, read(at('new/folder/a.jsonl.out')), read(at('new/folder/b.jsonl.out'))],
    [0, answers([1]), answers([2])],
  );
});

test('standard input goes to standard output, reports and failures to standard error', async () => {
  const { child, outcome } = start(['transform', '-c', CONFIG, '--endpoint', 'm', '--input', '-', '--output', '-']);
  child.stdin?.end(gzipSync(records([1, 'poison', 2])));
  const { code, stdout, stderr } = await outcome;
  assert.deepEqual([code, stdout], [1, answers([1, 2])]);
  assert.match(stderr, /^\{"line":2,"error":\{"code":"MODEL_REFUSED".*\n3 records in /);
});

test('an output that keeps nothing may be written to, and leaves nothing beside it', async () => {
  const { at } = folderOf({ 'in.jsonl': records([1, 'poison']) });
  for (let runs = 0; runs < 2; runs += 1) {
    const { code, stderr } = await transform('--input', at('in.jsonl'), '--output', '/dev/null', '--errors', at('errors'));
    assert.deepEqual([code, failures(at('errors')).length], [1, 1], stderr);
  }
  assert.equal(existsSync('/dev/null.job.json'), false);
});

test('where failures are not kept a job cannot be gone on with, and is not begun anew by itself', async () => {
  const { at } = folderOf({ 'in.jsonl': records(['poison', 1]) });
  const args = ['--input', at('in.jsonl'), '--output', at('out'), '--errors', '/dev/null'];
  assert.equal((await transform(...args)).code, 1);
  const { code, stderr } = await transform(...args);
  assert.deepEqual([code, read(at('out'))], [2, answers([1])]);
  assert.match(stderr, /out exists, and nothing tells how much of such a job is done; --restart writes it anew/);
});

test('the output of another job is not touched, unless it is to restart', async () => {
  const { at } = folderOf({ 'in.jsonl': records([1, 'poison']) });
  const args = ['--input', at('in.jsonl'), '--output', at('out')];
  await transform(...args);
  const other = await transform(...args, '--on-failure', 'null');
  assert.deepEqual([other.code, read(at('out'))], [2, answers([1])]);
  assert.match(other.stderr, /out is the output of another job \(onFailure: "omit" then, "null" now\); --restart writes it anew/);
  const elsewhere = await transform(...args, '--errors', at('other-errors'));
  assert.deepEqual([elsewhere.code, existsSync(at('other-errors'))], [2, false]);
  assert.match(elsewhere.stderr, /\(errors: "out\.errors\.jsonl" then, "other-errors" now\)/);
  writeFileSync(at('in.jsonl'), records([1, 2, 3]));
  assert.match((await transform(...args)).stderr, /another job \(version: "\d+ bytes of .*" then/);
  assert.equal((await transform(...args, '--restart')).code, 0);
  assert.equal(read(at('out')), answers([1, 2, 3]));
  writeFileSync(at('mine'), 'mine\n');
  const mine = await transform('--input', at('in.jsonl'), '--output', at('mine'));
  assert.deepEqual([mine.code, read(at('mine'))], [2, 'mine\n']);
  assert.match(mine.stderr, /mine exists, and nothing says of which job it is/);
});

test('nothing is written over an input, or two things into one file, whatever they are called', async () => {
  const { at } = folderOf({ 'in.jsonl': records([1]) });
  linkSync(at('in.jsonl'), at('hard'));
  symlinkSync(at('in.jsonl'), at('soft'));
  for (const args of [
    ['--output', at('in.jsonl')],
    ['--output', at('hard')],
    ['--output', at('soft')],
    ['--output', at('out'), '--errors', at('in.jsonl')],
    ['--output', at('out'), '--errors', at('out')],
    ['--output', at('out'), '--errors', at('out.job.json')],
    ['--output', '-', '--errors', at('soft')],
  ]) {
    const { code, stderr } = await transform('--input', at('in.jsonl'), ...args, '--restart');
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, /expected a file that is neither an input nor written for something else/);
  }
  assert.equal(read(at('in.jsonl')), records([1]));
});

test('what was written by hand behind an output is not taken for answers', async () => {
  const { at } = folderOf({ 'in.jsonl': records([1]) });
  const args = ['--input', at('in.jsonl'), '--output', at('out')];
  await transform(...args);
  writeFileSync(at('out'), `${answers([1])}mine\n`);
  const { code, stderr } = await transform(...args);
  assert.equal(code, 2);
  assert.match(stderr, /^tidegate: The output has 1 lines more than .*in\.jsonl; --restart writes it anew$/m);
});

test('what cannot be is told in a line with code 2, before anything is sent or written', async () => {
  const { at } = folderOf({ 'in.jsonl': records([1]), 'in.csv': '1\n', 'empty/.keep': '' });
  const input = ['--input', at('in.jsonl')];
  const output = ['--output', at('out')];
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[...input, ...output, '--endpoint', 'n'], /--endpoint: expected one of m, other; found "n"/],
    [[...output], /required option '--input <path\.\.\.>' not specified/],
    [[...input], /required option '--output <path>' not specified/],
    [[...input, ...output, 'more'], /required option|too many arguments/],
    [[...input, ...output, '--input-filter', 'a'], /--input-filter: Expected "\$" at column 1/],
    [[...input, ...output, '--output-filter', '$.'], /--output-filter: Expected a name/],
    [[...input, ...output, '--split-type', 'RecordIO'], /Allowed choices are Line, None/],
    [[...input, ...output, '--max-payload', '101'], /Expected an integer from 1 to 100/],
    [[...input, ...output, '--max-payload', '0'], /Expected an integer from 1 to 100/],
    [[...input, ...output, '--template', '{'], /--template: /],
    [[...input, ...output, '--template', '@/no/such/file'], /--template: ENOENT/],
    [['--input', at('in.csv'), ...output, '--id-field', 'id'], /--id-field: expected records of JSON; they are CSV/],
    [['--input', at('in.csv'), at('in.jsonl'), ...output], /expected files of one kind, found CSV and others/],
    [['--input', at('no.jsonl'), ...output], /no\.jsonl: expected a readable file, found no such file/],
    [['--input', at('empty'), ...output], /--input: expected files, found none in .*empty/],
    [['--input', at('in.jsonl'), at('in.jsonl'), ...output], /two inputs are called in\.jsonl/],
    [['--input', at('in.jsonl'), at('in.csv'), '--content-type', 'a/b', '--output', '-'], /expected a folder for several inputs/],
    [[...input, '--output', `${at('out')}/`, '--errors', at('errors')], /--errors: expected none for several inputs/],
    [[...input, '--output', at('in.jsonl/out')], /in\.jsonl\/out: expected a place to write to, found E(EXIST|NOTDIR)/],
    [[...input, ...output, '--errors', at('empty')], /empty: expected a place to write to, found a folder/],
    [[...input, '--output', '-', '--json'], /--json: expected an --output that is a file/],
  ];
  for (const [args, message] of cases) {
    const { code, stderr } = await transform(...args);
    assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, message);
    assert.equal(existsSync(at('out')), false, args.join(' '));
  }
});

test('an endpoint that is not there is given up, one that refuses its first calls at once; both go on when run again', async () => {
  const { at } = folderOf({ 'in.jsonl': records([1, 2]) });
  const port = await freePort();
  const path = configFile('gone.yaml', endpointsConfig({ m: { url: `http://127.0.0.1:${port}/`, codec: 'kserve-v1' } }));
  const args = ['--input', at('in.jsonl'), '--output', at('out')];
  const gone = await runHere(['transform', '-c', path, '--endpoint', 'm', ...args, '--give-up-after-seconds', '1']);
  assert.deepEqual([gone.code, read(at('out'))], [1, '']);
  assert.match(
    gone.stderr,
    /^tidegate: transform stopped, and goes on when it is run again: nothing was answered for 1 s: .*ECONNREFUSED/m,
  );
  const refused = await throughModel(() => ({ status: 403, predictions: [] }), args);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /the endpoint refuses to be called/);
  assert.equal((await transform(...args)).code, 0);
  assert.equal(read(at('out')), answers([1, 2]));
});

test('a disk that is full, and a file that is cut short, end it with what is wrong, without a stack', async () => {
  const { at } = folderOf({ 'in.jsonl': records(numbers(50)), 'cut.gz': gzipSync(records(numbers(300))).subarray(0, -20) });
  assert.throws(() => gunzipSync(readFileSync(at('cut.gz'))), /unexpected end of file/);
  const full = await transform('--input', at('in.jsonl'), '--output', '/dev/full', '--errors', at('errors'));
  assert.deepEqual([full.code, full.stderr.split('\n').length], [1, 2], full.stderr);
  assert.match(full.stderr, /^tidegate: transform stopped.*: ENOSPC: no space left on device, write$/m);
  const cut = await transform('--input', at('cut.gz'), '--output', at('out'));
  assert.deepEqual([cut.code, cut.stderr.split('\n').length], [1, 2], cut.stderr);
  assert.match(cut.stderr, /^tidegate: transform stopped, and goes on when it is run again: .*cut\.gz: unexpected end of file$/m);
  const piped = await transform('--input', at('cut.gz'), '--output', '-');
  assert.match(piped.stderr, /^tidegate: transform stopped: .*cut\.gz: unexpected end of file$/m, 'no run can go on with it');
});

test('the help names every option, and what it is for', async () => {
  const { code, stdout } = await runHere(['transform', '--help']);
  assert.equal(code, 0);
  for (const option of ['--input <path...>', '--output <path>', '--errors <file>', '--restart', '--id-field <name>'])
    assert.ok(stdout.includes(option), option);
});
