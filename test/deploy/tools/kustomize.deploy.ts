import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scalar } from '../files.ts';
import { assertRendered } from './rendered.ts';
import { needs, outputOf } from './tools.ts';

const KINDS = {
  base: [
    'ConfigMap',
    'Deployment',
    'HorizontalPodAutoscaler',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Service',
    'ServiceAccount',
  ],
  'examples/sidecar': ['ConfigMap', 'Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service'],
  'examples/sidecar-caller': ['ConfigMap', 'Deployment', 'ServiceAccount'],
  'examples/stream': [
    'ConfigMap',
    'ConfigMap',
    'Deployment',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'PrometheusRule',
    'ScaledObject',
    'Service',
    'ServiceAccount',
    'ServiceMonitor',
  ],
};
const TOOLS = needs('kustomize', 'kubernetes-validate', '@kubernetes-models/keda', '@kubernetes-models/prometheus-operator');

for (const [folder, kinds] of Object.entries(KINDS)) {
  test(`kustomize renders ${folder}, and it is what Kubernetes expects`, TOOLS, async () => {
    const resources = await assertRendered(folder, await outputOf('kustomize', ['build', `deploy/kubernetes/${folder}`]));
    assert.deepEqual(resources.map(({ kind }) => scalar(kind)).toSorted(), kinds);
  });
}
