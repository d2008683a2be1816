import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { ConfigSchema } from '../../src/config/config-schema.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { codecNames } from '../../src/gateway/index.ts';
import { documents } from './markdown/documents.ts';
import { fencesOf } from './markdown/fences.ts';

const KEYS = Object.keys(ConfigSchema.properties ?? {});
const ENDPOINTS = 'endpoints: { flan-t5: { upstream: { type: simulated } }, public-demo: { upstream: { type: simulated } } }\n';

/** The blocks of YAML that are a config, or some of its top. */
const SHOWN = documents().flatMap(({ path, text }) =>
  fencesOf(text).flatMap(({ language, line, lines }) => {
    const yaml = lines.join('\n');
    return language === 'yaml' && isConfig(yaml) ? [{ place: `${path}:${line}`, yaml: `${yaml}\n` }] : [];
  }),
);

test('every config that a document shows is one', () => {
  assert.ok(SHOWN.length >= 15, `${SHOWN.length} configs`);
  for (const { place, yaml } of SHOWN) {
    const text = /^endpoints:/m.test(yaml) ? yaml : yaml + ENDPOINTS;
    assert.doesNotThrow(() => parseConfig({ file: place, text, env: {}, codecNames }), place);
  }
});

function isConfig(yaml: string): boolean {
  const value: unknown = parse(yaml);
  return typeof value === 'object' && value !== null && Object.keys(value).every((key) => KEYS.includes(key));
}
