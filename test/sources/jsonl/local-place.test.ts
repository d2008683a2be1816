import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { JobFile } from '../../../src/sources/jsonl/job-file.ts';
import { LocalPlace, type LocalPlaceOptions, PlaceTaken } from '../../../src/sources/jsonl/output-place.ts';

const root = mkdtempSync(join(tmpdir(), 'tidegate-place-'));
after(() => rmSync(root, { recursive: true }));

const TERMS = { input: 'in.jsonl', version: '1', filter: undefined };
const FAILED = '{"line":2,"error":{"code":"MODEL_REFUSED","message":"no"},"attempts":1,"data":"b"}\n';

/** A folder of its own, and a place in it. */
function stage() {
  const folder = mkdtempSync(join(root, 'p-'));
  const output = join(folder, 'out');
  const errors = join(folder, 'err');
  const place = (options: Partial<LocalPlaceOptions> = {}): LocalPlace =>
    new LocalPlace({ output, errors, terms: TERMS, isResumable: true, restarts: false, ...options });
  /** Opens it as a run does, which then writes so much. */
  const run = async (options: Partial<LocalPlaceOptions> = {}, results = '', failures = '') => {
    const opening = place(options);
    await opening.check();
    const opened = await opening.open();
    if (failures !== '') await opened.errors.append(Buffer.from(failures));
    if (results !== '') await opened.results.append(Buffer.from(results));
    await Promise.all([opened.results.close(), opened.errors.close()]);
    return opened.leavings;
  };
  const refused = (options: Partial<LocalPlaceOptions>, message: RegExp): Promise<void> =>
    assert.rejects(place(options).check(), (thrown) => thrown instanceof PlaceTaken && message.test(thrown.message));
  return { output, errors, place, run, refused, job: `${output}.job.json` };
}

test('a job says in a file beside its output which one it is', async () => {
  const { run, job, output } = stage();
  await run();
  assert.deepEqual(JSON.parse(readFileSync(job, 'utf8')), { input: 'in.jsonl', version: '1' });
  const file = new JobFile(output);
  assert.equal(await file.before(TERMS), 'same job');
  assert.deepEqual(await file.before({ ...TERMS, version: '2' }), { differs: 'version: "1" then, "2" now' });
  assert.deepEqual(await file.before({ ...TERMS, filter: '$' }), { differs: 'filter: nothing then, "$" now' });
  assert.equal(await new JobFile(`${output}2`).before(TERMS), 'nothing');
  writeFileSync(job, '{"torn');
  assert.deepEqual(await file.before(TERMS), { differs: 'input: nothing then, "in.jsonl" now' });
});

test('the same job goes on with what it finds: whole lines, and whose failures are told', async () => {
  const { run, output } = stage();
  assert.deepEqual(await run({}, '1\n3\nto', `${FAILED}{"line":4,"er`), { outputLines: 0, failed: new Set() });
  assert.deepEqual(await run({}, '4\n'), { outputLines: 2, failed: new Set([2]) });
  assert.equal(readFileSync(output, 'utf8'), '1\n3\n4\n');
});

test('another job, or files of which nothing says whose they are, are not touched unless it is to restart', async () => {
  const { run, refused, output, errors, job } = stage();
  await run({}, '1\n', FAILED);
  await refused({ terms: { ...TERMS, version: '2' } }, /is the output of another job \(version: "1" then, "2" now\); --restart/);
  rmSync(job);
  await refused({}, /out exists, and nothing says of which job it is/);
  rmSync(output);
  await refused({}, /err exists, and nothing says of which job it is/);
  assert.equal(readFileSync(errors, 'utf8'), FAILED);
  assert.deepEqual(await run({ restarts: true }), { outputLines: 0, failed: new Set() });
  assert.deepEqual([readFileSync(output, 'utf8'), readFileSync(errors, 'utf8')], ['', '']);
});

test('without the errors of a job nobody knows which lines its output holds', async () => {
  const { run, refused, output, errors } = stage();
  await run({}, '1\n3\n', FAILED);
  rmSync(errors);
  await refused({}, /err is missing, which tells what .*out has no lines for; --restart/);
  rmSync(output);
  assert.deepEqual(await run(), { outputLines: 0, failed: new Set() });
});

test('a job whose progress cannot be told begins anew, but throws nothing away by itself', async () => {
  const { run, refused, output } = stage();
  await run({ isResumable: false });
  await run({ isResumable: false }, '1');
  await refused({ isResumable: false }, /nothing tells how much of such a job is done; --restart/);
  assert.equal(readFileSync(output, 'utf8'), '1');
  await run({ isResumable: false, restarts: true }, '2');
  assert.equal(readFileSync(output, 'utf8'), '2');
});

test('a restart that is killed at once leaves nothing of the job before as its own', async () => {
  const { run, place, output, errors, job } = stage();
  await run({}, '1\n', FAILED);
  rmSync(job);
  // The job file cannot be written: as far as a run comes that is killed before it is.
  const terms = { ...TERMS, version: '2', toJSON: () => assert.fail('killed') };
  await assert.rejects(place({ terms, restarts: true }).open(), /killed/);
  assert.deepEqual([readFileSync(output, 'utf8'), readFileSync(errors, 'utf8'), existsSync(job)], ['', '', false]);
});

test('errors may go where nothing is kept', async () => {
  const { run, output } = stage();
  await run({ errors: '/dev/null', isResumable: false }, '1\n', FAILED);
  assert.equal(readFileSync(output, 'utf8'), '1\n');
});
