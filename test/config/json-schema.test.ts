import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ConfigSchema } from '../../src/config/config-schema.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { recordOf, type SchemaNode } from '../../src/config/schema-node.ts';

const FILE = new URL('../../docs/config.schema.json', import.meta.url);

test('docs/config.schema.json is what the options say (UPDATE_DOCS=1 rewrites it)', () => {
  const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, text);
  assert.equal(readFileSync(FILE, 'utf8'), text);
});

test('the schema of files requires nothing that has a default', () => {
  const { required, properties } = configJsonSchema() as SchemaNode;
  assert.deepEqual(required, ['endpoints']);
  const endpoint = recordOf(properties?.['endpoints'] ?? {})?.[1];
  assert.deepEqual(endpoint?.required, ['upstream']);
  assert.deepEqual(
    endpoint?.properties?.['upstream']?.anyOf?.map((branch) => branch.required),
    [['type', 'endpointName'], ['type', 'url'], ['type'], ['type']],
  );
});

test('every option is described in one line', () => {
  const described = [...optionsIn('', ConfigSchema)];
  const bad = described.filter(([, { description = '' }]) => !/^[A-Z][^\n]*\.$/.test(description));
  assert.deepEqual(
    bad.map(([path]) => path),
    [],
  );
});

test('no mapping takes keys that it does not know', () => {
  const open = [['(root)', ConfigSchema] as const, ...optionsIn('', ConfigSchema)]
    .flatMap(([path, schema]) => [schema, ...(schema.anyOf ?? [])].map((one) => [path, one] as const))
    .filter(([, schema]) => schema.type === 'object' && Reflect.get(schema, 'additionalProperties') !== false);
  assert.deepEqual(
    open.map(([path]) => path),
    [],
  );
});

function* optionsIn(path: string, schema: SchemaNode): Generator<readonly [path: string, option: SchemaNode]> {
  for (const [key, option] of Object.entries(schema.properties ?? {})) {
    yield [`${path}.${key}`, option];
    yield* optionsIn(`${path}.${key}`, option);
  }
  const entry = recordOf(schema)?.[1];
  for (const one of [...(schema.anyOf ?? []), ...(entry === undefined ? [] : [entry])]) yield* optionsIn(`${path}.*`, one);
}
