import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { clientsOf, closed, nameOf, sizeOf } from '../../bench/load/load.ts';
import { POISON, poisonedInstances } from '../../bench/load/poisoned-instances.ts';
import { FULL, SHORT } from '../../bench/measure/plan.ts';
import { BENCHMARKS, chosen } from '../../bench/registry.ts';
import { SCENARIOS } from '../../bench/scenarios/registry.ts';
import { writeRequests, wrongLines } from '../../bench/transform/lines.ts';

test('one request in a hundred is poison, and its caller expects an error', () => {
  const workload = poisonedInstances(424);
  const exchanges = [0, 1, 2].flatMap(workload);
  const poisoned = exchanges.filter(({ body }) => body.includes(POISON));
  assert.equal(exchanges.length, 300);
  assert.deepEqual(
    poisoned.map(({ status }) => status),
    [424, 424, 424],
  );
  assert.equal(new Set(exchanges.map(({ body }) => body)).size, 300);
});

test('lines of a file are checked one by one', async (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'tidegate-lines-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const [input, output] = [join(directory, 'in'), join(directory, 'out')];
  await writeRequests(input, 1500);
  const answers = readFileSync(input, 'utf8').replaceAll('instances', 'predictions');
  writeFileSync(output, answers);
  assert.equal(await wrongLines(output, 1500), 0);
  writeFileSync(output, answers.replace('"id":7,', '"id":8,').split('\n').slice(0, -2).join('\n'));
  assert.equal(await wrongLines(output, 1500), 2);
});

test('every scenario has loads of different names, in short no more than in full', () => {
  for (const scenario of SCENARIOS) {
    const { name } = scenario;
    const [full, short] = [FULL, SHORT].map((plan) => scenario.loads(plan).map(nameOf));
    assert.ok(full !== undefined && short !== undefined && short.length > 0, name);
    assert.equal(new Set(full).size, full.length, name);
    assert.ok(
      short.every((load) => full.includes(load)),
      name,
    );
  }
});

test('a load is known by its clients, or by its name', () => {
  const open = { kind: 'open', name: 'steady', pattern: { kind: 'poisson', perSecond: 5 } } as const;
  assert.deepEqual([...closed(1, 2), open].map(nameOf), ['1 client', '2 clients', 'steady']);
  assert.deepEqual([...closed(2), open].map(sizeOf), [2, 5]);
  assert.deepEqual([...closed(2), open].map(clientsOf), [2, Number.POSITIVE_INFINITY]);
});

test('a benchmark is named in full, or by the beginning of several', () => {
  assert.deepEqual(chosen(undefined), BENCHMARKS);
  assert.deepEqual(
    chosen('saturation').map(({ name }) => name),
    ['saturation-serial', 'saturation-bert', 'saturation-bart', 'saturation-t5'],
  );
  assert.equal(chosen('compare').length, 1);
  assert.throws(() => chosen('simulated'), /got simulated/);
});
