import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHART } from '../configs.ts';
import { at, documentsOf, type Mapping, scalar, textOf } from '../files.ts';
import { assertRendered, written } from './rendered.ts';
import { needs, outputOf, runTool } from './tools.ts';

const TOOLS = needs('helm', 'kubernetes-validate', '@kubernetes-models/keda', '@kubernetes-models/prometheus-operator');
const TEMPLATE = ['template', 'release', CHART, '--kube-version', '1.33'];

async function rendered(name: string, values: string): Promise<readonly Mapping[]> {
  return assertRendered(name, await outputOf('helm', [...TEMPLATE, '-f', written(`${name}-values.yaml`, values)]));
}

function podOf(resources: readonly Mapping[]): Mapping {
  return at(
    resources.find(({ kind }) => kind === 'Deployment'),
    'spec',
    'template',
    'spec',
  ) as Mapping;
}

test('helm finds no fault with the chart', TOOLS, async () => {
  await outputOf('helm', ['lint', '--strict', CHART, '--kube-version', '1.33']);
});

test('the chart renders as it is', TOOLS, async () => {
  const resources = await rendered('default', '{}');
  assert.deepEqual(resources.map(({ kind }) => scalar(kind)).toSorted(), [
    'ConfigMap',
    'Deployment',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Service',
    'ServiceAccount',
  ]);
  assert.equal(at(podOf(resources), 'terminationGracePeriodSeconds'), 40);
});

test('the chart renders with everything that can be on', TOOLS, async () => {
  const values = `
env: [{ name: AWS_REGION, value: us-east-1 }]
imagePullSecrets: [{ name: pull }]
serviceAccount: { annotations: { eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/tidegate-gateway } }
secretMounts: { tokens: { secretName: tokens, defaultMode: 292 }, tls: { secretName: tls } }
podAnnotations: { a: b }
nodeSelector: { a: b }
tolerations: [{ key: a, operator: Exists }]
affinity: { nodeAffinity: {} }
serviceMonitor: { enabled: true, labels: { release: prometheus } }
prometheusRule: { enabled: true, labels: { release: prometheus } }
dashboard: { enabled: true }
`;
  const scaled = await rendered('scaled', `${values}autoscaling: { enabled: true }\n`);
  assert.ok(
    !(
      'replicas' in
      (at(
        scaled.find(({ kind }) => kind === 'Deployment'),
        'spec',
      ) as Mapping)
    ),
  );
  const rules = scaled.find(({ kind }) => kind === 'PrometheusRule');
  assert.deepEqual(at(rules, 'spec'), documentsOf('deploy/prometheus/tidegate.rules.yml')[0]);
  const shown = scaled.find(({ metadata }) => at(metadata, 'name') === 'release-tidegate-dashboard');
  assert.equal(at(shown, 'data', 'tidegate.json'), textOf('deploy/grafana/tidegate.json'));
  const mounts = at(podOf(scaled), 'containers', 0, 'volumeMounts') as readonly Mapping[];
  assert.deepEqual(
    mounts.map(({ mountPath }) => mountPath),
    ['/etc/tidegate', '/etc/tidegate-tls', '/etc/tidegate-tokens'],
  );
  const workers = await rendered('workers', `${values}keda: { enabled: true }\n`);
  assert.ok(workers.some(({ kind }) => kind === 'ScaledObject'));
});

test('the values of docs/deploy.md put the gateway in front of a model', TOOLS, async () => {
  const [, values = ''] = /By Helm:[\s\S]*?```yaml\n([\s\S]*?)```/.exec(textOf('docs/deploy.md')) ?? [];
  const resources = await rendered('model', values);
  const pod = podOf(resources);
  assert.equal(at(pod, 'initContainers', 0, 'restartPolicy'), 'Always');
  assert.equal(at(pod, 'containers', 0, 'ports', 0, 'containerPort'), 8081);
  assert.equal(at(pod, 'terminationGracePeriodSeconds'), 60);
});

for (const [what, values, said] of [
  ['probes that cannot come in', 'config: { admin: { host: 127.0.0.1 } }', /config\.admin\.host/],
  ['probes without a port', 'config: { admin: { port: 0 } }', /config\.admin\.port/],
  ['two scalers', 'autoscaling: { enabled: true }\nkeda: { enabled: true }', /would fight/],
  ['a value that is none', 'replica: 3', /replica/],
  ['a model without an image', 'model: { name: model }', /image/],
] as const) {
  test(`the chart refuses ${what}`, TOOLS, async () => {
    const { code, stderr } = await runTool('helm', [...TEMPLATE, '-f', written('refused.yaml', values)]);
    assert.notEqual(code, 0);
    assert.match(stderr, said);
  });
}
