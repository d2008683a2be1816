import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { printConfig, resolveConfig, type UserConfig } from '../../src/config/index.ts';
import { parse } from './parse.ts';

const text = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constantFrom(
    '8080',
    'true',
    'null',
    '~',
    '${HOME}',
    '$${HOME}',
    '$$${',
    '- a',
    'a: b',
    '# no',
    ' padded ',
    'two\nlines\n',
    '*a',
    '!t',
  ),
);
const count = fc.integer({ min: 1, max: 1_000_000 });
const autoOr = (value: fc.Arbitrary<number>) => fc.oneof(fc.constant('auto' as const), value);
const name = fc.stringMatching(/^[a-zA-Z0-9]{1,8}(-[a-zA-Z0-9]{1,8})?$/);
const someOf = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T, never>(model, { requiredKeys: [] });

const upstream = fc.oneof(
  fc.record(
    { type: fc.constant('simulated' as const), baseMs: fc.double({ min: 0, max: 1e9, noNaN: true }), refuse: text },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('embedded' as const), timeoutMs: count }, { requiredKeys: ['type'] }),
  fc.record({ type: fc.constant('sagemaker' as const), endpointName: name }),
);
const batching = someOf({
  policy: fc.constantFrom('adaptive' as const, 'linger' as const),
  maxBatchCost: count,
  maxQueueDelayMs: autoOr(fc.double({ min: 0, max: 1e9, noNaN: true })),
  maxInFlight: autoOr(count),
  groupBy: fc.array(name.map((header) => `header:${header}`)),
});
const codec = fc.oneof(
  fc.constant('passthrough'),
  fc.record({ name: fc.constant('kserve-v1'), maxRows: count, maxItems: count }, { requiredKeys: ['name'] }),
);
const endpoints = fc
  .dictionary(name, fc.record({ upstream, codec, batching }, { requiredKeys: ['upstream', 'codec'] }), { minKeys: 1, maxKeys: 4 })
  .map((byName) =>
    Object.fromEntries(Object.entries(byName).map(([key, value], index) => [key, { ...value, default: index === 0 }])),
  );
const configs: fc.Arbitrary<UserConfig> = fc.record(
  { server: someOf({ host: text, shutdownGraceMs: count }), admin: someOf({ host: text }), endpoints },
  { requiredKeys: ['endpoints'] },
);

test('a printed config loads as the same config, whatever its strings hold', () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      assert.deepEqual(resolveConfig(parse(printConfig(resolved), { HOME: 'wrong' })), resolved);
    }),
  );
});

test('sections come in one order, however they were written', () => {
  const printed = printConfig(
    resolveConfig(parse('endpoints: { a: { retry: {}, upstream: { type: embedded } } }\nserver: {}\n')),
  );
  assert.deepEqual(printed.match(/^\w+(?=:)/gm), ['server', 'admin', 'telemetry', 'endpoints']);
  assert.deepEqual(printed.match(/(?<=^ {4})\w+(?=:)/gm), [
    'exporter',
    'default',
    'upstream',
    'codec',
    'batching',
    'queue',
    'retry',
  ]);
});
