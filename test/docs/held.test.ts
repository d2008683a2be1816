import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ENDINGS } from '../../src/batching/isolation/endings.ts';
import { ENDING_TABLE } from '../../src/endpoints/ending-table.ts';
import { ERRORS } from '../../src/kernel/errors.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
import { assertHeld, table } from '../support/held-doc.ts';

const HEALTH = {
  alive: 'success',
  busy: 'success; failure from the sixth in a row on',
  down: 'failure',
  doubtful: 'failure, but not while isolating',
  silent: 'nothing',
};

test('docs/errors.md lists the error table of the code', () => {
  const rows = Object.entries(ERRORS).map(([code, row]) => [
    `\`${code}\``,
    String(row.status),
    row.type,
    row.retryable ? 'yes' : 'no',
    row.when,
  ]);
  assertHeld('errors.md', 'errors', table(['code', 'status', 'type', 'worth trying again', 'when'], rows));
});

test('docs/errors.md tells how the end of a call is read, and what follows, by the tables of the code', () => {
  const who = { nobody: 'nobody', model: 'the model', service: 'SageMaker' };
  const read = ENDING_TABLE.map(({ by, what, call, code, passedOn }) => [
    who[by],
    what,
    call,
    `\`${code}\`${passedOn ? ', with its own type and status' : ''}`,
  ]);
  assertHeld('errors.md', 'read', table(['who', 'says', 'means', 'told, when final, as'], read));
  const follows = Object.entries(ENDINGS).map(([call, { means, follows, health }]) => [call, means, follows, HEALTH[health]]);
  assertHeld('errors.md', 'follows', table(['ending', 'means', 'what happens', 'breaker'], follows));
});

test('docs/metrics.md lists every metric of the code', async () => {
  const { registry } = new Metrics(() => [], '0');
  const metrics = (await registry.getMetricsAsJSON()).filter(({ name }) => name.startsWith('tidegate_'));
  const labels = (name: string): string => {
    const { labelNames } = registry.getSingleMetric(name) as unknown as { labelNames: readonly string[] };
    return labelNames.map((label) => `\`${label}\``).join(', ');
  };
  assertHeld(
    'metrics.md',
    'metrics',
    table(
      ['metric', 'type', 'labels', 'what it counts'],
      metrics.map(({ name, type, help }) => [`\`${name}\``, String(type), labels(name), help]),
    ),
  );
});

test('docs/dependencies.md gives a reason for every dependency, and for nothing else', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const wanted = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) => Object.keys(manifest[kind] ?? {}));
  const text = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8');
  const given = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? '');
  assert.deepEqual(given.toSorted(), wanted.toSorted());
});
