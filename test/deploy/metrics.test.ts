import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Metrics } from '../../src/telemetry/metrics.ts';
import { filesBelow, textOf } from './files.ts';

test('dashboards, scalers and alerts ask for metrics that there are', async () => {
  const { registry } = new Metrics(() => [], '0');
  const known = new Set((await registry.getMetricsAsJSON()).map(({ name }) => name));
  for (const file of ['docs/deploy.md', ...filesBelow('deploy', /\.(ya?ml|json|tpl)$/)]) {
    // Labels of a metric are after a brace, and a name without its prefix is not one.
    const named = textOf(file).match(/\b(?:tidegate|nodejs|process)_[a-z0-9_]+\b/g) ?? [];
    for (const name of named)
      assert.ok(known.has(name) || known.has(name.replace(/_(bucket|sum|count)$/, '')), `${file}: ${name}`);
  }
});
