import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { configFile, ROOT, runHere } from '../cli/tidegate.ts';
import { type ConformanceServer, startConformanceServer } from '../support/conformance/index.ts';
import { commandsOf, type ReadmeCommand } from './readme-commands.ts';

const EXAMPLES = `${ROOT}examples/transform`;

/** Of each example: how many commands there are of each kind, what a model is asked, and what each metric's figures are. */
const EXPECTED: Readonly<
  Record<
    string,
    { readonly runs: number; readonly records: number; readonly figures: Readonly<Record<string, readonly string[]>> }
  >
> = {
  'zero-shot': { runs: 3, records: 24, figures: { accuracy: ['accuracy'], f1: ['f1_micro', 'f1_macro', 'f1_weighted'] } },
  'flan-t5': { runs: 3, records: 12, figures: { rouge: rougeFigures() } },
  sentiment: { runs: 3, records: 20, figures: { accuracy: ['accuracy'], f1: ['f1_micro', 'f1_macro', 'f1_weighted'] } },
  ner: { runs: 2, records: 14, figures: { seqeval: ['f1', 'precision', 'recall', 'accuracy'] } },
  'question-answering': { runs: 2, records: 15, figures: { squad: ['exact_match', 'f1'] } },
  relations: { runs: 1, records: 16, figures: { accuracy: ['accuracy'], f1: ['f1_micro', 'f1_macro', 'f1_weighted'] } },
  summaries: { runs: 2, records: 12, figures: { rouge: rougeFigures() } },
};

interface EvaluationData {
  readonly items: number;
  readonly missing: readonly string[];
  readonly joinedBy: string;
  readonly metrics: Readonly<Record<string, { readonly figures: readonly Figure[] }>>;
}

interface Figure {
  readonly name: string;
  readonly systems: readonly { readonly value: number; readonly low: number; readonly high: number }[];
}

let server: ConformanceServer;
let folder: string;
before(async () => {
  server = await startConformanceServer();
  folder = mkdtempSync(path.join(tmpdir(), 'tidegate-examples-'));
});
after(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

test('every example is run', () => {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).toSorted(), Object.keys(EXPECTED).toSorted());
});

test('the config is as good with the SageMaker endpoints that stand in it as comments', async () => {
  const text = readFileSync(`${ROOT}examples/transform.yaml`, 'utf8');
  const commented = text.replaceAll(/^ {4}upstream: .*\n {4}# (?=upstream: \{ type: sagemaker)/gm, '    ');
  const file = configFile('transform-sagemaker.yaml', commented);
  const { code, stdout, stderr } = await runHere(['config', '-c', file]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const types = new Set([...stdout.matchAll(/^ {6}type: (\S+)$/gm)].map(([, type]) => type));
  assert.deepEqual(types, new Set(['embedded', 'sagemaker']));
});

for (const [name, { runs, records, figures }] of Object.entries(EXPECTED)) {
  describe(`examples/transform/${name}, by the commands of its README`, () => {
    const commands = commandsOf(readFileSync(`${EXAMPLES}/${name}/README.md`, 'utf8'));
    const ids = linesIn(`${EXAMPLES}/${name}/records.jsonl`).map(idIn);

    test('has records with an id each, their references, and as many runs as evaluations', () => {
      assert.deepEqual([ids.length, new Set(ids).size], [records, records]);
      assert.deepEqual(linesIn(`${EXAMPLES}/${name}/references.jsonl`).map(idIn), ids);
      for (const kind of ['transform', 'evaluate']) {
        assert.equal(commands.filter(({ words }) => words[2] === kind).length, runs, kind);
      }
    });

    for (const command of commands) {
      test(command.line, async () => {
        const args = command.words.map(placed);
        if (args[2] === 'transform') await transformed(args.slice(2), command, ids);
        else if (args[2] === 'evaluate') await evaluated(args.slice(2), command, records, figures);
        else await promisify(execFile)(process.execPath, args.slice(1), { cwd: ROOT });
      });
    }
  });
}

/** Files of the checkout, from wherever the tests are started; outputs in a folder of their own. */
function placed(word: string): string {
  if (word.startsWith('out/')) return path.join(folder, word.slice(4));
  return word.startsWith('examples/') ? path.join(ROOT, word) : word;
}

/** Each record is answered, in their order, with its id. */
async function transformed(args: readonly string[], { env }: ReadmeCommand, ids: readonly string[]): Promise<void> {
  const { code, stderr } = await runHere(args, { ...env, CONFORMANCE_URL: server.url });
  assert.equal(code, 0, stderr);
  const output = args[args.indexOf('--output') + 1] ?? '';
  assert.deepEqual(linesIn(output).map(idIn), ids);
  assert.equal(readFileSync(`${output}.errors.jsonl`, 'utf8'), '');
}

/** All are joined by id, each metric has its figures, and the README says what is printed where it says anything. */
async function evaluated(
  args: readonly string[],
  { prints }: ReadmeCommand,
  records: number,
  figures: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const json = path.join(folder, 'figures.json');
  const { code, stdout, stderr } = await runHere([...args, '--json', json]);
  assert.equal(code, 0, stderr);
  const { items, missing, joinedBy, metrics } = JSON.parse(readFileSync(json, 'utf8')) as EvaluationData;
  assert.deepEqual({ items, missing, joinedBy }, { items: records, missing: [], joinedBy: 'id' });
  const named = Object.entries(metrics).map(([metric, found]) => [metric, found.figures.map((figure) => figure.name)] as const);
  assert.deepEqual(Object.fromEntries(named), figures);
  for (const { name, systems } of Object.values(metrics).flatMap((metric) => metric.figures)) {
    const [{ value, low, high } = { value: Number.NaN, low: 0, high: 0 }, ...more] = systems;
    assert.ok(more.length === 0 && low <= value && value <= high && high <= 100, `${name}: ${low} <= ${value} <= ${high}`);
  }
  if (prints !== undefined) assert.equal(stdout, prints, 'the README says otherwise');
}

function rougeFigures(): readonly string[] {
  return ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'].flatMap((type) => [type, `${type}.precision`, `${type}.recall`]);
}

function linesIn(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

/** The id as it is written, first in its line; of Python's literals, too. */
function idIn(line: string): string {
  const [, id = `none: ${line}`] = /^\{["']id["']: ?("[^"]*"|\d+)[,}]/.exec(line) ?? [];
  return id;
}
