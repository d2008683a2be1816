import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Value } from 'typebox/value';
import { ConfigSchema } from '../../src/config/config-schema.ts';
import { ConfigError, defaultConfig, overrideServer, resolveConfig } from '../../src/config/index.ts';

test('every default is filled in', () => {
  assert.deepEqual(resolveConfig({ endpoints: { fake: { upstream: { type: 'simulated' } } } }), {
    server: {
      host: '127.0.0.1',
      port: 8080,
      bodyLimitBytes: 6291456,
      maxBufferedBytes: 536870912,
      requestTimeoutMs: 60000,
      headersTimeoutMs: 20000,
      responseTimeoutMs: 60000,
      keepAliveTimeoutMs: 72000,
      maxHeaderBytes: 16384,
      maxConnections: 16384,
      maxRequestsPerSocket: 0,
      reloadSeconds: 10,
      shutdownDelayMs: 0,
      shutdownGraceMs: 20000,
    },
    admin: { host: '127.0.0.1', port: 0 },
    telemetry: { logLevel: 'info', accessLog: 'errors', traces: { exporter: 'none' } },
    endpoints: {
      fake: {
        default: true,
        upstream: {
          type: 'simulated',
          baseMs: 20,
          perItemMs: 1,
          concurrency: 1,
          jitter: 0,
          seed: 1,
          errorRate: 0,
          timeoutMs: 60000,
        },
        codec: { name: 'kserve-v1', maxRows: 64 },
        batching: {
          policy: 'adaptive',
          maxBatchSize: 32,
          maxBatchBytes: 6291456,
          maxQueueDelayMs: 'auto',
          maxInFlight: 'auto',
          groupBy: [],
        },
        queue: { maxQueueSize: 4096, maxQueueBytes: 268435456, timeoutMs: 30000, priorityLevels: 3 },
        retry: { maxAttempts: 3 },
      },
    },
  });
});

test('what is given is kept, zero and false included', () => {
  const config = resolveConfig({
    admin: { port: 9090 },
    endpoints: {
      a: { default: true, upstream: { type: 'simulated', baseMs: 0 }, batching: { maxQueueDelayMs: 0, latencySloMs: 500 } },
      b: { default: false, upstream: { type: 'sagemaker', endpointName: 'x' }, codec: { name: 'c', maxItems: 4 } },
    },
  });
  assert.deepEqual(config.admin, { host: '127.0.0.1', port: 9090 });
  assert.equal(config.endpoints['a']?.batching.maxQueueDelayMs, 0);
  assert.equal(config.endpoints['a']?.batching.latencySloMs, 500);
  assert.deepEqual(config.endpoints['b']?.upstream, {
    type: 'sagemaker',
    endpointName: 'x',
    timeoutMs: 60000,
    maxReplyBytes: 67108864,
  });
  assert.deepEqual(config.endpoints['b']?.codec, { name: 'c', maxRows: 64, maxItems: 4 });
});

test('of several endpoints only the one that says so is the default', () => {
  const { endpoints } = resolveConfig({
    endpoints: { a: { upstream: { type: 'embedded' } }, b: { default: true, upstream: { type: 'embedded' } } },
  });
  assert.deepEqual([endpoints['a']?.default, endpoints['b']?.default], [false, true]);
});

test('header names, which have no case, are written in one', () => {
  const { endpoints } = resolveConfig({
    endpoints: {
      a: {
        upstream: { type: 'http', url: 'http://x', forwardHeaders: ['X-Tenant'] },
        codec: 'c',
        batching: { groupBy: ['header:X-Build'] },
      },
    },
  });
  assert.deepEqual(endpoints['a']?.batching.groupBy, ['header:x-build']);
  assert.deepEqual(endpoints['a']?.upstream, {
    type: 'http',
    url: 'http://x',
    timeoutMs: 60000,
    forwardHeaders: ['x-tenant'],
    maxReplyBytes: 67108864,
  });
});

test('a resolved config satisfies the schema that the defaults come from', () => {
  assert.deepEqual(Value.Errors(ConfigSchema, resolveConfig(defaultConfig())), []);
});

test('without a file there is the embedded model and a pretended one', () => {
  const { endpoints } = resolveConfig(defaultConfig());
  assert.deepEqual(
    Object.entries(endpoints).map(([name, { default: isDefault, upstream, codec }]) => [
      name,
      isDefault,
      upstream.type,
      codec.name,
    ]),
    [
      ['demo', true, 'embedded', 'embedded'],
      ['fake', false, 'simulated', 'kserve-v1'],
    ],
  );
});

test('nothing in a resolved config can be changed', () => {
  const config = resolveConfig(defaultConfig());
  const parts = [
    config,
    config.server,
    config.endpoints,
    config.endpoints['demo']?.codec,
    config.endpoints['demo']?.batching.groupBy,
  ];
  assert.deepEqual(
    parts.map((part) => Object.isFrozen(part)),
    parts.map(() => true),
  );
});

test('two resolved configs share nothing with each other or with what they were made from', () => {
  const groupBy = ['header:a'];
  const user = { endpoints: { a: { upstream: { type: 'embedded' as const }, batching: { groupBy } } } };
  const first = resolveConfig(user);
  groupBy.push('header:b');
  assert.deepEqual(first.endpoints['a']?.batching.groupBy, ['header:a']);
  assert.deepEqual(resolveConfig(user).endpoints['a']?.batching.groupBy, ['header:a', 'header:b']);
});

test('host and port of the command line win over the file', () => {
  const config = resolveConfig({ server: { host: 'a', port: 1, shutdownDelayMs: 5 }, endpoints: defaultConfig().endpoints });
  assert.deepEqual(overrideServer(config, {}).server, config.server);
  assert.deepEqual(overrideServer(config, { host: 'b' }).server, { ...config.server, host: 'b' });
  assert.deepEqual(overrideServer(config, { port: 0 }).server, { ...config.server, port: 0 });
});

test('the port of the command line cannot be the admin server’s', () => {
  const config = resolveConfig({ ...defaultConfig(), admin: { port: 9090 } });
  assert.throws(
    () => overrideServer(config, { port: 9090 }),
    (error) => error instanceof ConfigError && error.message === '--port: expected a port other than admin.port, found 9090',
  );
});
