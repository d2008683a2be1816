import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Metrics } from '../../src/telemetry/metrics.ts';
import { askedBy } from '../prometheus/world/asked.ts';
import { DASHBOARD_FILE, queriesOf, readDashboard } from '../prometheus/world/dashboard.ts';
import { alertsOf, readRules, recordsOf } from '../prometheus/world/rules.ts';
import { startTestGateway } from '../support/gateway.ts';
import { filesBelow, textOf } from './files.ts';

const DOCUMENTS = filesBelow('docs', /\.md$/);
const RULES = readRules();

/** What Prometheus adds to what it scrapes, by itself or by its operator. */
const OF_TARGETS = ['job', 'instance', 'namespace'];
/** Prometheus' own. */
const OF_PROMETHEUS: Readonly<Record<string, readonly string[]>> = {
  up: OF_TARGETS,
  ALERTS: ['alertname', 'alertstate', 'severity'],
};

test('dashboards, alerts and documents ask for metrics and labels that a running gateway has', async (context) => {
  const gateway = await startTestGateway({ endpoints: { m: { upstream: { type: 'simulated' }, codec: 'kserve-v1' } } });
  context.after(() => gateway.stop());
  const known = labelsOf(await (await fetch(`${gateway.adminUrl}/metrics`)).text());
  for (const { record, expr } of recordsOf(RULES)) {
    assertKnown(known, record, expr);
    known.set(record, ['namespace', 'job', 'endpoint', 'stream']);
  }
  for (const { alert, expr } of alertsOf(RULES)) assertKnown(known, alert, expr);
  for (const [title, { expr }] of queriesOf(readDashboard())) assertKnown(known, title, expr);
  for (const { definition } of readDashboard().templating.list) {
    const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition ?? '') ?? [];
    if (definition !== undefined) assertKnown(known, definition, `sum by (${label}) (${metric})`);
  }
  for (const document of DOCUMENTS)
    for (const [, query = ''] of textOf(document).matchAll(/^```promql\n([\s\S]*?)```$/gm)) assertKnown(known, document, query);
});

test('whatever else names a metric names one that there is', async () => {
  const { registry } = new Metrics(() => [], '0');
  const known = new Set((await registry.getMetricsAsJSON()).map(({ name }) => name));
  for (const file of [...DOCUMENTS, ...filesBelow('deploy', /\.(ya?ml|json|tpl)$/)]) {
    // Labels of a metric are after a brace, and a name without its prefix is not one.
    const named = textOf(file).match(/\b(?:tidegate|nodejs|process)_[a-z0-9_]+\b/g) ?? [];
    for (const name of named)
      assert.ok(known.has(name) || known.has(name.replace(/_(bucket|sum|count)$/, '')), `${file}: ${name}`);
  }
});

test(`${DASHBOARD_FILE} and the rules are found out when they ask for what is not there`, () => {
  const known = new Map([['tidegate_queue_depth', ['endpoint', ...OF_TARGETS]]]);
  assertKnown(known, '', 'max by (endpoint) (tidegate_queue_depth{instance="a"}) > 1');
  for (const query of [
    'tidegate_queue_length',
    'tidegate_queue_depth{code="1"}',
    'sum by (code) (tidegate_queue_depth)',
    'sum (',
  ])
    assert.throws(() => assertKnown(known, '', query), query);
});

function assertKnown(known: ReadonlyMap<string, readonly string[]>, who: string, query: string): void {
  for (const { metric, labels } of askedBy(query)) {
    const has = known.get(metric) ?? OF_PROMETHEUS[metric];
    assert.ok(has !== undefined, `${who}: there is no ${metric}`);
    assert.deepEqual(
      labels.filter((label) => !has.includes(label)),
      [],
      `${who}: labels that ${metric} does not have`,
    );
  }
}

/** Every series that the text may come to have, and its labels: of what has not happened yet there is only the type. */
function labelsOf(text: string): Map<string, readonly string[]> {
  const { registry } = new Metrics(() => [], '0');
  const known = new Map<string, readonly string[]>();
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const metric = registry.getSingleMetric(name) as { labelNames?: readonly string[] } | undefined;
    const labels = [...(metric?.labelNames ?? []), ...OF_TARGETS];
    const series = type === 'histogram' ? [`${name}_sum`, `${name}_count`] : [name];
    for (const each of series) known.set(each, labels);
    if (type === 'histogram') known.set(`${name}_bucket`, [...labels, 'le']);
  }
  return known;
}
