import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../cli/tidegate.ts';
import { resolved } from './configs.ts';
import { at, documentsOf, filesBelow, type Mapping, scalar, textOf } from './files.ts';

const FOLDER = 'deploy/compose';
const [COMPOSE] = documentsOf(`${FOLDER}/compose.yaml`);
const SERVICES = at(COMPOSE, 'services') as Record<string, Mapping>;

test('what is mounted and built from is there', () => {
  for (const service of Object.values(SERVICES)) {
    for (const volume of (service['volumes'] ?? []) as readonly string[]) {
      const [from = ''] = volume.split(':');
      assert.ok(existsSync(path.join(ROOT, FOLDER, from)), from);
      assert.ok(volume.endsWith(':ro'), volume);
    }
    if (service['build'] === undefined) continue;
    const { context, dockerfile = 'Dockerfile' } = service['build'] as Mapping;
    assert.ok(existsSync(path.join(ROOT, FOLDER, scalar(context), scalar(dockerfile))));
  }
});

test('images are named with a version, ports are of the loopback, and what waits for another finds it', () => {
  for (const [name, service] of Object.entries(SERVICES)) {
    assert.match(scalar(service['image']), /:v?\d+\.\d+\.\d+$/, name);
    for (const port of (service['ports'] ?? []) as readonly string[]) assert.match(port, /^127\.0\.0\.1:/);
    for (const other of Object.keys((service['depends_on'] ?? {}) as Mapping)) assert.ok(other in SERVICES, other);
  }
});

test('what is ours is confined', () => {
  for (const name of ['gateway', 'emulators', 'load']) {
    const { read_only, cap_drop, security_opt } = SERVICES[name] ?? {};
    assert.deepEqual([read_only, cap_drop, security_opt], [true, ['ALL'], ['no-new-privileges:true']]);
  }
});

test('Prometheus scrapes where the config serves metrics; addresses in the environment are those of services', () => {
  const config = resolved(`${FOLDER}/tidegate.yaml`, textOf(`${FOLDER}/tidegate.yaml`));
  const [prometheus] = documentsOf('deploy/prometheus/prometheus.yml');
  assert.deepEqual(at(prometheus, 'scrape_configs', 0, 'static_configs', 0, 'targets'), [`gateway:${config.admin.port}`]);
  assert.equal(at(SERVICES['load'], 'environment', 'GATEWAY_URL'), `http://gateway:${config.server.port}`);
  const emulators = textOf(`${FOLDER}/emulators.mjs`);
  for (const [key, port] of [
    ['AWS_ENDPOINT_URL_KINESIS', /KINESIS_PORT = '(\d+)'/],
    ['AWS_ENDPOINT_URL_DYNAMODB', /DYNAMODB_PORT = '(\d+)'/],
  ] as const)
    assert.equal(at(SERVICES['gateway'], 'environment', key), `http://emulators:${port.exec(emulators)?.[1]}`);
  assert.match(
    JSON.stringify(at(SERVICES['emulators'], 'healthcheck')),
    new RegExp(`:${/READY_PORT = '(\d+)'/.exec(emulators)?.[1]}'`),
  );
});

test('the build sees every file that it copies', () => {
  const seen = textOf('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  for (const file of ['Dockerfile', ...filesBelow(FOLDER, /\.Dockerfile$/)]) {
    const copied = [...textOf(file).matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, files = '']) => files.split(' '));
    for (const each of copied) {
      assert.ok(existsSync(path.join(ROOT, each)), each);
      assert.ok(
        seen.some((pattern) => patternOf(pattern).test(each.replace('./', ''))),
        `${each} is not in .dockerignore`,
      );
    }
  }
});

/** Of a line of .dockerignore, whose only pattern is the star. */
function patternOf(line: string): RegExp {
  return new RegExp(`^${line.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]*')}$`);
}
