import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveConfig, type UpstreamOptions } from '../../src/config/index.ts';
import { callTarget } from '../../src/gateway/call-target.ts';

function targetOf(upstream: object) {
  const codec = { name: 'kserve-v1' };
  const config = resolveConfig({ endpoints: { m: { upstream: upstream as UpstreamOptions, codec } } });
  const options = config.endpoints['m']?.upstream;
  assert.ok(options !== undefined, 'no endpoint');
  return callTarget(options);
}

test('a model server is named by its address, without the query, which may hold a key', () => {
  assert.deepEqual(targetOf({ type: 'http', url: 'https://model.example/v1/m?key=SECRET' }), {
    spanName: 'POST /v1/m',
    isRemote: true,
    isToldTrace: true,
    attributes: {
      'http.request.method': 'POST',
      'url.full': 'https://model.example/v1/m',
      'server.address': 'model.example',
      'server.port': 443,
    },
  });
});

test('SageMaker is named as its SDK is, and not told the trace: it signs its headers, and hands none such on', () => {
  assert.deepEqual(targetOf({ type: 'sagemaker', endpointName: 'e', region: 'eu-west-1', endpointUrl: 'http://localhost:81' }), {
    spanName: 'SageMaker Runtime/InvokeEndpoint',
    isRemote: true,
    isToldTrace: false,
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.service': 'SageMaker Runtime',
      'rpc.method': 'InvokeEndpoint',
      'cloud.region': 'eu-west-1',
      'server.address': 'localhost',
      'server.port': 81,
    },
  });
});

test('what runs in this process is no other’s server', () => {
  assert.deepEqual(targetOf({ type: 'simulated' }), {
    spanName: 'invoke simulated',
    isRemote: false,
    isToldTrace: false,
    attributes: {},
  });
});
