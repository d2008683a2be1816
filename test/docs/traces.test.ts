import { test } from 'node:test';
import { ATTRIBUTES } from '../../src/telemetry/traces/attributes.ts';
import { assertHeld, table } from '../support/held-doc.ts';

test('docs/traces.md lists every attribute of the code', () => {
  const rows = Object.entries(ATTRIBUTES).map(([name, { on, what }]) => [
    `\`${name}\``,
    on === 'both' ? 'requests, calls' : on,
    what,
  ]);
  assertHeld('traces.md', 'attributes', table(['attribute', 'spans of', 'what it says'], rows));
});
