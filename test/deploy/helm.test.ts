import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHART } from './configs.ts';
import { at, documentsOf, filesBelow, type Mapping, mappingAt, textOf } from './files.ts';

const [VALUES] = documentsOf(`${CHART}/values.yaml`);
const TEMPLATES = filesBelow(`${CHART}/templates`, /\.(yaml|tpl|txt)$/).map(textOf);

test('what the templates ask for is a value, and each value is asked for', () => {
  const asked = new Set(
    TEMPLATES.flatMap((text) => [...text.matchAll(/\.Values\.([A-Za-z]+)(?:\.([A-Za-z]+))?/g)]).map(([, first, second]) => {
      const value = at(VALUES, first ?? '');
      const isOpen = value === null || typeof value !== 'object' || second === undefined || first === 'config';
      if (!isOpen) at(value, second);
      return first;
    }),
  );
  assert.deepEqual(asked, new Set(Object.keys(VALUES ?? {})));
});

test('the schema of the values knows each of them, and no other', () => {
  const [schema] = documentsOf(`${CHART}/values.schema.json`);
  const properties = mappingAt(schema, 'properties');
  assert.deepEqual(new Set(Object.keys(properties)), new Set([...Object.keys(VALUES ?? {}), 'global']));
  for (const [key, property] of Object.entries(properties)) {
    const { additionalProperties, properties: inner } = property as Mapping;
    if (additionalProperties !== false) continue;
    assert.deepEqual(new Set(Object.keys(inner as Mapping)), new Set(Object.keys(mappingAt(VALUES, key))), key);
  }
});

test('each value is explained, in a comment above it or above what it is in', () => {
  const lines = textOf(`${CHART}/values.yaml`).split('\n');
  const bare = lines.filter((line, index) => {
    const isTop = /^[a-z]\w*:/i.test(line);
    const above = lines[index - 1] ?? '';
    return isTop && above === '';
  });
  // Those that are named as in Kubernetes, or explained inside.
  const known = /^(image|serviceAccount|service|podDisruptionBudget|networkPolicy|resources|podAnnotations):/;
  assert.deepEqual(
    bare.filter((line) => !known.test(line)),
    [],
  );
});

test('chart, image and package are of one version', () => {
  const [chart] = documentsOf(`${CHART}/Chart.yaml`);
  const { version } = JSON.parse(textOf('package.json')) as { version: string };
  assert.equal(at(chart, 'appVersion'), version);
  assert.equal(at(chart, 'version'), version);
  for (const file of filesBelow('deploy', /\.(yaml|json)$/)) {
    const tags = [...textOf(file).matchAll(/(?:^|[\s/"])tidegate(?:-demo)?:(\d\S*?)"?,?$/gm)].map(([, tag]) => tag);
    assert.deepEqual(
      tags.filter((tag) => tag !== version),
      [],
      file,
    );
  }
});
