import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../cli/tidegate.ts';
import { at, documentsOf, textOf } from './files.ts';

const RULES = 'deploy/prometheus/tidegate.rules.yml';
const DASHBOARD = 'deploy/grafana/tidegate.json';

const PROMETHEUS_RULE = `# For the Prometheus operator: ${RULES}, word for word.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: tidegate
  labels:
    app.kubernetes.io/name: tidegate
    release: prometheus        # whatever your Prometheus selects by (ruleSelector)
spec:
`;

/** What cannot look outside of its own folder has a copy of the one source. */
const COPIES: Readonly<Record<string, () => string>> = {
  'deploy/helm/tidegate/files/tidegate.rules.yml': () => textOf(RULES),
  'deploy/helm/tidegate/files/tidegate.json': () => textOf(DASHBOARD),
  'deploy/kubernetes/components/dashboard/tidegate.json': () => textOf(DASHBOARD),
  'deploy/kubernetes/components/prometheusrule/prometheusrule.yaml': () =>
    PROMETHEUS_RULE + textOf(RULES).replaceAll(/^(?=.)/gm, '  '),
};

for (const [file, wanted] of Object.entries(COPIES)) {
  test(`${file} is its source, word for word`, () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path.join(ROOT, file), wanted());
    else assert.equal(textOf(file), wanted(), 'run the test with UPDATE_DOCS=1');
  });
}

test('the rule of the operator holds what Prometheus loads', () => {
  const [rule] = documentsOf('deploy/kubernetes/components/prometheusrule/prometheusrule.yaml');
  assert.deepEqual(at(rule, 'spec'), documentsOf(RULES)[0]);
});

test('a ServiceMonitor leaves the label `endpoint` to the gateway', () => {
  const [monitor] = documentsOf('deploy/kubernetes/components/servicemonitor/servicemonitor.yaml');
  assert.equal(at(monitor, 'spec', 'endpoints', 0, 'honorLabels'), true);
  assert.match(textOf('deploy/helm/tidegate/templates/servicemonitor.yaml'), /^ {6}honorLabels: true$/m);
});
