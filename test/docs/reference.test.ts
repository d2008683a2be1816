import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from '../../src/cli/index.ts';
import { ConfigSchema } from '../../src/config/config-schema.ts';
import { startTestGateway } from '../support/gateway.ts';
import { assertHeld } from '../support/held-doc.ts';
import { commandLineReference } from './reference/command-line.ts';
import { configurationReference } from './reference/configuration.ts';
import { type ApiDescription, headersTable, routesTable } from './reference/http-api.ts';

test('docs/configuration.md has every option of the schema (UPDATE_DOCS=1 rewrites it)', () => {
  const reference = configurationReference(ConfigSchema);
  for (const option of ['maxQueueDelayMs', 'certFile', 'leaseTable', 'secretFile', 'perItemMs', 'maxRecordBytes'])
    assert.ok(reference.includes(`| \`${option}\` |`), option);
  assertHeld('configuration.md', 'options', reference);
});

test('docs/cli.md has every command and every option of the program', () => {
  const nothing = { write: () => {} };
  const program = commandLine({
    argv: [],
    env: {},
    version: '',
    stdout: nothing,
    stderr: nothing,
    answer: undefined,
    stopAsked: () => new Promise(() => {}),
    onReloadAsked: () => {},
  });
  assertHeld('cli.md', 'commands', commandLineReference(program));
});

test('docs/http.md has every route, and every header of requests, that /openapi.json has', async () => {
  const gateway = await startTestGateway({ endpoints: { a: { upstream: { type: 'simulated' } } } });
  try {
    const description = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as ApiDescription;
    assertHeld('http.md', 'routes', routesTable(description));
    assertHeld('http.md', 'headers', headersTable(description));
  } finally {
    await gateway.stop();
  }
});
