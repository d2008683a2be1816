import { test } from 'node:test';
import { startProcess } from '../faults/gateway-process.ts';
import { closedPort, readBody, serveHttp } from '../support/local-server.ts';
import { Prometheus } from './world/prometheus.ts';
import { ask } from './world/traffic.ts';
import { assertFires } from './world/watch.ts';

/** A KServe V1 model that echoes, and answers every third call otherwise. */
function modelThat(context: Parameters<typeof serveHttp>[0], otherwise: { readonly status: number; readonly body: string }) {
  let calls = 0;
  return serveHttp(context, async (request, response) => {
    const { instances } = JSON.parse((await readBody(request)).toString()) as { instances: readonly unknown[] };
    calls += 1;
    const { status, body } = calls % 3 === 0 ? otherwise : { status: 200, body: JSON.stringify({ predictions: instances }) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
}

test('each fault of an endpoint fires its alerts, for that endpoint and no other', { timeout: 180_000 }, async (context) => {
  const codec = 'kserve-v1';
  const [failing, throttling, mismatching, down] = await Promise.all([
    modelThat(context, { status: 502, body: '' }),
    modelThat(context, { status: 429, body: '' }),
    modelThat(context, { status: 200, body: '{"predictions":[1,2,3,4,5,6,7,8,9]}' }),
    closedPort(),
  ]);
  const simulated = (options: object) => ({ upstream: { type: 'simulated', ...options } as const, codec });
  const http = (url: string) => ({ upstream: { type: 'http', url } as const, codec });
  const gateway = await startProcess(context, {
    telemetry: { accessLog: 'off' },
    endpoints: {
      well: { ...simulated({ baseMs: 20 }), default: true },
      late: { ...simulated({ baseMs: 60 }), batching: { latencySloMs: 40 } },
      full: { ...simulated({ baseMs: 3000 }), queue: { maxQueueSize: 8 }, batching: { maxBatchSize: 4 } },
      picky: simulated({ baseMs: 20, refuse: 'poison' }),
      failing: http(failing),
      throttling: http(throttling),
      mismatching: http(mismatching),
      down: http(down),
    },
  });
  const prometheus = await Prometheus.start(context, [gateway.url]);
  for (const endpoint of ['well', 'failing', 'throttling', 'mismatching', 'down'])
    ask(context, gateway.url, { endpoint, clients: 4, restMs: 50 });
  ask(context, gateway.url, { endpoint: 'late', clients: 1, restMs: 10 });
  ask(context, gateway.url, { endpoint: 'full', clients: 30, restMs: 100 });
  ask(context, gateway.url, {
    endpoint: 'picky',
    clients: 8,
    restMs: 20,
    instance: (client) => (client === 0 ? 'poison' : client),
  });

  await assertFires(
    prometheus,
    [
      'TidegateDeadlineBurnFast late',
      'TidegateDeadlineBurnSlow late',
      'TidegateQueueNearFull full',
      'TidegateShedding full reason=full',
      'TidegateBreakerOpen down',
      'TidegateUpstreamFailing failing',
      'TidegateThrottled throttling',
      'TidegateCodecMismatch mismatching',
      'TidegateIsolating picky',
    ],
    [
      // Who is refused is not answered by his deadline.
      ...['full', 'down'].flatMap((endpoint) => [`TidegateDeadlineBurnFast ${endpoint}`, `TidegateDeadlineBurnSlow ${endpoint}`]),
      'TidegateShedding late reason=deadline',
      'TidegateShedding down reason=breaker',
      'TidegateUpstreamFailing down',
    ],
  );
});
