import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, ROOT } from '../cli/tidegate.ts';
import { resolved } from './configs.ts';
import { at, documentsOf, listAt, textOf, textsAt } from './files.ts';

const CONFIG = 'deploy/ecs/tidegate.yaml';

describe('deploy/ecs/task-definition.json', () => {
  const [task] = documentsOf('deploy/ecs/task-definition.json');
  const [gateway, application] = listAt(task, 'containerDefinitions');
  const { server, admin } = resolved(CONFIG, textOf(CONFIG));

  test('starts the gateway with the config of its variable, as ECS would, and it stops in order', {
    timeout: 30_000,
  }, async () => {
    const [port, adminPort] = [await freePort(), await freePort()];
    const config = textOf(CONFIG)
      .replace(`port: ${server.port}`, `port: ${port}`)
      .replace(`port: ${admin.port}`, `port: ${adminPort}`);
    const [shell = '', ...options] = textsAt(gateway, 'entryPoint');
    const child = spawn(shell, [...options, ...textsAt(gateway, 'command')], {
      cwd: ROOT,
      env: { ...process.env, TIDEGATE_CONFIG: config },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    try {
      for (const check = textsAt(gateway, 'healthCheck', 'command'); child.exitCode === null; await pause(50)) {
        const [, command = '', ...args] = check.map((word) => word.replace(String(admin.port), String(adminPort)));
        const asked = spawn(command === 'node' ? process.execPath : command, args, { stdio: 'ignore' });
        await once(asked, 'close');
        if (asked.exitCode === 0) break;
      }
      assert.equal(child.exitCode, null, 'it ended at once');
      assert.equal((await fetch(`http://127.0.0.1:${port}/ping`)).status, 200);
    } finally {
      child.kill('SIGTERM');
    }
    await ended;
    assert.equal(child.exitCode, 0);
  });

  test('checks and publishes the ports of the config; the application asks where it listens', () => {
    assert.equal(server.host, '127.0.0.1');
    assert.match(JSON.stringify(at(gateway, 'healthCheck')), new RegExp(`127\\.0\\.0\\.1:${admin.port}/healthz`));
    assert.deepEqual(
      listAt(gateway, 'portMappings').map(({ containerPort }) => containerPort),
      [admin.port],
    );
    assert.equal(at(application, 'environment', 0, 'value'), `http://127.0.0.1:${server.port}`);
    assert.deepEqual(at(application, 'dependsOn'), [{ containerName: 'tidegate', condition: 'HEALTHY' }]);
  });

  test('fits: time to stop, memory, the size of a parameter', () => {
    assert.ok(Number(at(gateway, 'stopTimeout')) >= (server.shutdownDelayMs + server.shutdownGraceMs) / 1000 + 5);
    assert.ok(Number(at(gateway, 'stopTimeout')) <= 120);
    assert.ok(Number(at(gateway, 'memory')) * 1024 ** 2 >= 4 * server.maxBufferedBytes);
    assert.ok(textOf(CONFIG).length <= 4096);
  });

  test('may nothing', () => {
    assert.equal(at(gateway, 'user'), '1000:1000');
    assert.equal(at(gateway, 'readonlyRootFilesystem'), true);
    assert.deepEqual(at(gateway, 'linuxParameters'), { capabilities: { drop: ['ALL'] } });
  });
});
