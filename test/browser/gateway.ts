import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { freePort } from '../../bench/processes/free-port.ts';
import type { UserConfig } from '../../src/config/index.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/demo-stream/gateway-process.ts';

export interface Restartable {
  readonly url: string;
  start(): Promise<GatewayProcess>;
}

/** The built gateway, silent, always at the same address. */
export async function gatewayOf(t: TestContext, config: UserConfig): Promise<Restartable> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-browser-'));
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...config, telemetry: { logLevel: 'silent' } }));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const start = async (): Promise<GatewayProcess> => {
    const gateway = await startGatewayProcess(file, port);
    t.after(() => gateway.stop());
    return gateway;
  };
  return { url: `http://127.0.0.1:${port}`, start };
}

export async function startGateway(t: TestContext, config: UserConfig): Promise<string> {
  const gateway = await gatewayOf(t, config);
  await gateway.start();
  return gateway.url;
}

/** Requests for an endpoint, so many every hundred milliseconds, until the test ends. */
export function traffic(t: TestContext, url: string, endpoint: string, each: number, body = '{"instances":[1]}'): void {
  const send = (): void => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    fetch(`${url}/endpoints/${endpoint}/invocations`, init)
      .then((reply) => reply.arrayBuffer())
      .catch(() => {});
  };
  const timer = setInterval(() => {
    for (let i = 0; i < each; i += 1) send();
  }, 100);
  t.after(() => clearInterval(timer));
}
