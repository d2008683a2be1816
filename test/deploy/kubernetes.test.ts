import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { ROOT } from '../cli/tidegate.ts';
import { resolved } from './configs.ts';
import { at, documentsOf, filesBelow, listAt, type Mapping, mappingAt, mappingsIn, scalar, textOf } from './files.ts';

const FOLDER = 'deploy/kubernetes';

/** Of each folder with a Deployment: its name, where the container of the gateway is, and what else is in the pod. */
const DEPLOYMENTS = {
  base: { name: 'tidegate', from: 'containers' },
  'examples/sidecar': { name: 'sentiment', from: 'containers' },
  'examples/sidecar-caller': { name: 'desk', from: 'initContainers' },
} as const;

test('everything is YAML, and what a kustomization names is there', () => {
  for (const file of filesBelow(FOLDER, /\.ya?ml$/)) {
    const [document] = documentsOf(file);
    if (!file.endsWith('kustomization.yaml')) continue;
    const named = ['resources', 'components'].flatMap((key) => (key in (document ?? {}) ? [at(document, key)] : []));
    const files = listsIn(document, 'configMapGenerator').flatMap((generator) => at(generator, 'files'));
    for (const each of [...named, ...files].flat())
      assert.ok(existsSync(path.join(ROOT, path.dirname(file), scalar(each))), `${file} names ${scalar(each)}`);
  }
});

for (const [folder, { name, from }] of Object.entries(DEPLOYMENTS)) {
  describe(`${FOLDER}/${folder}`, () => {
    const files = filesBelow(`${FOLDER}/${folder}`, /^[a-z]+\.yaml$/).filter(
      (file) => !/(tidegate|kustomization)\.yaml$/.test(file),
    );
    const resources = files.flatMap((file) => documentsOf(file));
    const deployment = resources.find(({ kind }) => kind === 'Deployment');
    const pod = at(deployment, 'spec', 'template', 'spec');
    const gateway = listAt(pod, from).find((container) => container['name'] === 'tidegate');
    const configFile = `${FOLDER}/${folder}/tidegate.yaml`;
    const config = resolved(configFile, textOf(configFile));

    test('has one name and one label', () => {
      for (const resource of resources) {
        assert.equal(at(resource, 'metadata', 'name'), name);
        assert.deepEqual(at(resource, 'metadata', 'labels'), { 'app.kubernetes.io/name': name });
      }
      const names = mappingsIn(resources).flatMap((mapping) => mapping['app.kubernetes.io/name'] ?? []);
      assert.deepEqual(new Set(names), new Set([name]));
    });

    test('gives the gateway the config that it generates', () => {
      const [kustomization] = documentsOf(`${FOLDER}/${folder}/kustomization.yaml`);
      const generated = at(kustomization, 'configMapGenerator', 0, 'name');
      assert.deepEqual(
        listAt(pod, 'volumes').find((volume) => volume['name'] === 'config'),
        { name: 'config', configMap: { name: generated } },
      );
      assert.deepEqual(at(kustomization, 'configMapGenerator', 0, 'files'), ['tidegate.yaml']);
      assert.deepEqual(at(gateway, 'args'), ['serve', '-c', '/etc/tidegate/tidegate.yaml']);
      assert.equal(at(gateway, 'volumeMounts', 0, 'mountPath'), '/etc/tidegate');
    });

    test('has the ports of the config, and probes at what is served there', () => {
      const ports = new Map(listAt(gateway, 'ports').map((port) => [port['name'], port['containerPort']]));
      if (config.server.host !== '127.0.0.1') assert.equal(ports.get('inference'), config.server.port);
      assert.equal(ports.get('admin'), config.admin.port);
      const taken = [...listAt(pod, 'containers'), ...listsIn(pod, 'initContainers')].flatMap((each) =>
        listAt(each, 'ports').map((port) => port['containerPort']),
      );
      assert.equal(new Set(taken).size, taken.length, 'containers of a pod share their ports');
      assert.equal(taken.filter((port) => port === config.server.port).length, config.server.host === '127.0.0.1' ? 0 : 1);
      for (const [probe, served] of [
        ['startupProbe', '/healthz'],
        ['livenessProbe', '/healthz'],
        ...(from === 'containers' ? [['readinessProbe', '/readyz'] as const] : []),
      ] as const) {
        assert.deepEqual(at(gateway, probe, 'httpGet'), { path: served, port: 'admin' });
      }
    });

    test('has named ports only that there are', () => {
      const named = new Set([...mappingsIn(pod)].flatMap((mapping) => ('containerPort' in mapping ? [mapping['name']] : [])));
      const asked = resources.flatMap((resource) =>
        mappingsIn(resource)
          .flatMap((mapping) => [mapping['targetPort'], mapping['port']])
          .filter((port) => typeof port === 'string'),
      );
      for (const port of asked) assert.ok(named.has(port), `no port ${port}`);
    });

    test('may nothing', () => {
      assert.equal(at(pod, 'automountServiceAccountToken'), false);
      assert.equal(at(pod, 'securityContext', 'runAsNonRoot'), true);
      assert.deepEqual(at(pod, 'securityContext', 'seccompProfile'), { type: 'RuntimeDefault' });
      const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = mappingAt(gateway, 'securityContext');
      assert.deepEqual([allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities], [false, true, { drop: ['ALL'] }]);
    });

    test('is given the time that it takes to stop, and the memory that it takes', () => {
      const { shutdownDelayMs, shutdownGraceMs, maxBufferedBytes } = config.server;
      const seconds = Number(at(pod, 'terminationGracePeriodSeconds'));
      assert.ok(seconds >= (shutdownDelayMs + shutdownGraceMs) / 1000 + 5);
      assert.ok(4 * maxBufferedBytes <= bytes(scalar(at(gateway, 'resources', 'limits', 'memory'))));
      assert.ok(!('cpu' in mappingAt(gateway, 'resources', 'limits')), 'a throttled event loop makes everybody wait');
    });
  });
}

test('workers of a stream are given the time that theirs take', () => {
  const folder = `${FOLDER}/examples/stream`;
  const { server } = resolved(`${folder}/tidegate.yaml`, textOf(`${folder}/tidegate.yaml`));
  const [, seconds] = /terminationGracePeriodSeconds: (\d+)/.exec(textOf(`${folder}/kustomization.yaml`)) ?? [];
  assert.ok(Number(seconds) >= (server.shutdownDelayMs + server.shutdownGraceMs) / 1000 + 5);
});

test('the model in front of which the gateway is, is what the config calls; and it outlives the gateway', () => {
  const folder = `${FOLDER}/examples/sidecar`;
  const [deployment] = documentsOf(`${folder}/deployment.yaml`);
  const [model] = listAt(deployment, 'spec', 'template', 'spec', 'initContainers');
  assert.equal(at(model, 'restartPolicy'), 'Always');
  const { upstream } = resolved(`${folder}/tidegate.yaml`, textOf(`${folder}/tidegate.yaml`)).endpoints['sentiment'] ?? {};
  assert.ok(upstream?.type === 'http');
  assert.equal(upstream.url, `http://127.0.0.1:${Number(at(model, 'ports', 0, 'containerPort'))}/invocations`);
});

test('the caller beside which the gateway is, asks where it listens', () => {
  const folder = `${FOLDER}/examples/sidecar-caller`;
  const [deployment] = documentsOf(`${folder}/deployment.yaml`);
  const pod = at(deployment, 'spec', 'template', 'spec');
  assert.equal(at(pod, 'initContainers', 0, 'restartPolicy'), 'Always');
  const { server } = resolved(`${folder}/tidegate.yaml`, textOf(`${folder}/tidegate.yaml`));
  assert.deepEqual(at(pod, 'containers', 0, 'env', 0), {
    name: 'AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME',
    value: `http://${server.host}:${server.port}`,
  });
});

test('replicas follow the processor, and the reason is written beside it', () => {
  const file = `${FOLDER}/base/horizontalpodautoscaler.yaml`;
  const [hpa] = documentsOf(file);
  assert.deepEqual(
    listAt(hpa, 'spec', 'metrics').map((metric) => [at(metric, 'type'), at(metric, 'resource', 'name')]),
    [['Resource', 'cpu']],
  );
  assert.match(textOf(file), /Queue depth[^\n]*\n(#.*\n)*#.*batch would be smaller/);
});

function listsIn(node: unknown, key: string): readonly Mapping[] {
  const found = (node as Mapping | undefined)?.[key];
  return Array.isArray(found) ? (found as readonly Mapping[]) : [];
}

function bytes(quantity: string): number {
  const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  return Number(number) * (unit === 'Gi' ? 1024 : 1) * 1024 ** 2;
}
