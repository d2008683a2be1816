import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../cli/tidegate.ts';
import { type GatewayProcess, startProcess } from '../faults/gateway-process.ts';
import { issue } from '../support/certificates.ts';
import { Prometheus } from './world/prometheus.ts';
import { assertFires } from './world/watch.ts';

const DAY_MS = 86_400_000;
const ENDPOINTS = { m: { upstream: { type: 'simulated' }, codec: 'kserve-v1' } } as const;

/** On a port that it can be started on again. */
function gatewayAt(context: TestContext, port: number): Promise<GatewayProcess> {
  return startProcess(context, { server: { port }, endpoints: ENDPOINTS });
}

test('a gateway that ends fires for itself while another is there; then nobody is', { timeout: 120_000 }, async (context) => {
  const [one, other] = await Promise.all([gatewayAt(context, await freePort()), gatewayAt(context, await freePort())]);
  const prometheus = await Prometheus.start(context, [one.url, other.url]);
  await one.end('SIGKILL');
  const [{ labels } = { labels: {} as Record<string, string> }] = await assertFires(prometheus, ['TidegateTargetDown']);
  if (labels['instance'] !== new URL(one.url).host) throw new Error(`Expected ${one.url}, got ${labels['instance']}`);
  await other.end('SIGKILL');
  await assertFires(prometheus, ['TidegateTargetDown', 'TidegateAbsent']);
});

test('a gateway that ends again and again', { timeout: 120_000 }, async (context) => {
  const port = await freePort();
  let gateway = await gatewayAt(context, port);
  const prometheus = await Prometheus.start(context, [gateway.url]);
  const started = async (): Promise<number> => (await prometheus.query('process_start_time_seconds'))[0]?.value ?? 0;
  for (let restarts = 0; restarts < 3; restarts += 1) {
    const before = await started();
    await gateway.end('SIGKILL');
    gateway = await gatewayAt(context, port);
    while ([before, 0].includes(await started())) await pause(50);
  }
  // It is gone for a moment each time; an hour of production is a minute here.
  await assertFires(prometheus, ['TidegateRestarting'], ['TidegateTargetDown', 'TidegateAbsent']);
});

test('an event loop that does not get the processor', { timeout: 120_000 }, async (context) => {
  const gateway = await startProcess(context, { endpoints: ENDPOINTS });
  const prometheus = await Prometheus.start(context, [gateway.url]);
  let stopped = false;
  context.after(() => (stopped = true));
  // What a CPU limit does to a process that has used up its share.
  const throttling = async (): Promise<void> => {
    while (!stopped) {
      gateway.signal('SIGSTOP');
      await pause(250);
      gateway.signal('SIGCONT');
      await pause(150);
    }
  };
  void throttling();
  await assertFires(prometheus, ['TidegateEventLoopSlow']);
});

test('a config that cannot be used is refused, and the alert ends when one can', { timeout: 120_000 }, async (context) => {
  const gateway = await startProcess(context, { endpoints: ENDPOINTS });
  const prometheus = await Prometheus.start(context, [gateway.url]);
  gateway.reconfigure({ endpoints: { m: { ...ENDPOINTS.m, codec: 'no-such-codec' } } });
  await assertFires(prometheus, ['TidegateReloadRefused what=config']);
  gateway.reconfigure({ endpoints: ENDPOINTS });
  while ((await prometheus.firing()).length > 0) await pause(100);
});

test('a certificate that expires soon; and its file, broken', { timeout: 120_000 }, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-certificate-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const { cert, key } = issue({ name: 'gateway', to: new Date(Date.now() + 3 * DAY_MS) });
  const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  writeFileSync(tls.certFile, cert);
  writeFileSync(tls.keyFile, key);
  const admin = { port: await freePort() };
  await startProcess(context, { server: { tls, reloadSeconds: 1 }, admin, endpoints: ENDPOINTS });
  const prometheus = await Prometheus.start(context, [`http://127.0.0.1:${admin.port}`]);
  await assertFires(prometheus, ['TidegateCertificateExpiring server=server']);
  writeFileSync(tls.certFile, 'broken');
  await assertFires(prometheus, ['TidegateReloadRefused what=files'], ['TidegateCertificateExpiring server=server']);
});
