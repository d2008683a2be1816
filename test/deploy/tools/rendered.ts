import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resolved } from '../configs.ts';
import { at, documentsOf, type Mapping, mappingAt, scalar } from '../files.ts';
import { assertCustomResource, isCustom, outputOf } from './tools.ts';

/** The oldest that has native sidecars by default, and the newest whose schemas there are. */
const VERSIONS = ['1.29', '1.37'];

const folder = mkdtempSync(path.join(tmpdir(), 'tidegate-deploy-'));

export function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** By Kubernetes' own schemas, strictly; by those of the operators; by the gateway's loader; and each name that is used, is one. */
export async function assertRendered(name: string, text: string): Promise<readonly Mapping[]> {
  const resources = documentsOf(name, text).filter((resource) => (resource as Mapping | null) !== null);
  const file = written(`${name.replaceAll('/', '-')}.yaml`, text);
  for (const version of VERSIONS) {
    const said = await outputOf('kubernetes-validate', ['-k', version, '--strict', file]);
    // It passes over what it has no schema of.
    const passed = said.match(/ passed for resource /g) ?? [];
    assert.equal(passed.length, resources.filter((resource) => !isCustom(resource)).length);
  }
  for (const resource of resources) {
    if (isCustom(resource)) await assertCustomResource(resource);
    if (resource['kind'] !== 'ConfigMap') continue;
    if (!isDashboard(resource)) resolved(name, scalar(at(resource, 'data', 'tidegate.yaml')));
  }
  assertNamed(resources);
  return resources;
}

/** Grafana's, which no gateway mounts. */
function isDashboard(resource: Mapping): boolean {
  return 'tidegate.json' in mappingAt(resource, 'data');
}

function assertNamed(resources: readonly Mapping[]): void {
  const names = (kind: string) => resources.filter((each) => each['kind'] === kind).map((each) => at(each, 'metadata', 'name'));
  for (const deployment of resources.filter(({ kind }) => kind === 'Deployment')) {
    const pod = at(deployment, 'spec', 'template', 'spec') as Mapping;
    const configs = resources.filter((each) => each['kind'] === 'ConfigMap' && !isDashboard(each));
    assert.deepEqual(
      configs.map((each) => at(each, 'metadata', 'name')),
      [at(pod, 'volumes', 0, 'configMap', 'name')],
    );
    if (pod['serviceAccountName'] !== undefined) assert.deepEqual(names('ServiceAccount'), [pod['serviceAccountName']]);
    for (const scaler of resources.filter((each) => /Autoscaler|ScaledObject/.test(scalar(each['kind']))))
      assert.equal(at(scaler, 'spec', 'scaleTargetRef', 'name'), at(deployment, 'metadata', 'name'));
  }
}
