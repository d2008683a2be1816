import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { readBody, serveHttp } from './local-server.ts';

/** What a test's model says to the instances of one call; undefined: it echoes them. */
export type Says = (instances: readonly unknown[], response: ServerResponse, request: IncomingMessage) => unknown;

export interface KserveModel {
  readonly url: string;
  /** The instances of each call, in order. */
  readonly calls: (readonly unknown[])[];
  /** A call whose first instance is "held" is answered once this was called. */
  readonly letGo: () => void;
}

/** A KServe V1 model on the loopback that echoes its instances after `latencyMs`, unless `says` answers itself. */
export async function serveModel(test: TestContext, says: Says = () => undefined, latencyMs = 20): Promise<KserveModel> {
  const calls: (readonly unknown[])[] = [];
  let held: (() => void)[] = [];
  const url = await serveHttp(test, async (request, response) => {
    const { instances } = JSON.parse((await readBody(request)).toString()) as { instances: unknown[] };
    calls.push(instances);
    if (instances[0] === 'held') await new Promise<void>((resolve) => held.push(resolve));
    await pause(latencyMs);
    response.setHeader('content-type', 'application/json');
    if (says(instances, response, request) === undefined) response.end(JSON.stringify({ predictions: instances }));
  });
  const letGo = (): void => {
    for (const resolve of held) resolve();
    held = [];
  };
  return { url, calls, letGo };
}
