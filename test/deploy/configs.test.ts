import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startTestGateway } from '../support/gateway.ts';
import { checked, placedHere, resolved, shippedConfigs } from './configs.ts';

const CONFIGS = [...shippedConfigs()];

test('there are the configurations of six ways to deploy', () => {
  assert.equal(CONFIGS.length, 7);
});

for (const [file, text] of CONFIGS) {
  describe(file, () => {
    test('starts, is alive, ready and measured', async () => {
      // What a stream asks of AWS is started by `npm run test:deploy`, against emulators.
      const { streams: _, ...config } = checked(file, text);
      const gateway = await startTestGateway(await placedHere(config));
      try {
        for (const path of ['/healthz', '/readyz', '/metrics']) {
          const { status } = await fetch(`${gateway.adminUrl}${path}`);
          assert.equal(status, 200, path);
        }
        assert.equal((await fetch(`${gateway.url}/ping`)).status, 200);
      } finally {
        await gateway.stop();
      }
    });

    test('has numbers that fit together', () => {
      const { server, admin, endpoints } = resolved(file, text);
      assert.equal(admin.host, '0.0.0.0', 'probes and Prometheus come from outside');
      assert.equal(admin.port, 9090);
      for (const { upstream, batching } of Object.values(endpoints)) {
        if (upstream.type === 'simulated') continue;
        assert.ok((batching.latencySloMs ?? Number.NaN) + upstream.timeoutMs <= server.shutdownGraceMs);
      }
    });
  });
}
