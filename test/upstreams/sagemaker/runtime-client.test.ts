import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, it, type TestContext } from 'node:test';
import { createRuntimeClient, type RuntimeClientOptions } from '../../../src/upstreams/sagemaker/runtime-client.ts';
import { createSageMakerUpstream } from '../../../src/upstreams/sagemaker/sagemaker-upstream.ts';
import { awsEnvironment, FAKE_CREDENTIALS } from './sagemaker-stub.ts';

/** Where a call would go, without any network. */
async function addressOf(options: RuntimeClientOptions): Promise<string> {
  let address = 'nowhere';
  const client = createRuntimeClient(options);
  client.config.requestHandler.handle = async (request) => {
    address = `${request.protocol}//${request.hostname}${request.path}`;
    return { response: { statusCode: 200, headers: {}, body: Readable.from([]) } };
  };
  const call = { headers: {}, body: Buffer.from('x'), itemCount: 1, cost: 1 };
  const upstream = createSageMakerUpstream({ endpointName: 'ep', ...options }, client);
  const { status } = await upstream.invoke(call, new AbortController().signal);
  assert.equal(status, 200);
  return address;
}

const DEFAULT_ADDRESS = 'https://runtime.sagemaker.ap-south-1.amazonaws.com/endpoints/ep/invocations';

describe('the address of a call', () => {
  it("is the region's own", async (test) => {
    awsEnvironment(test, FAKE_CREDENTIALS);
    assert.equal(await addressOf({ region: 'ap-south-1' }), DEFAULT_ADDRESS);
  });

  it('follows the region of the environment when none is given', async (test) => {
    awsEnvironment(test, { ...FAKE_CREDENTIALS, AWS_REGION: 'ap-south-1' });
    assert.equal(await addressOf({}), DEFAULT_ADDRESS);
  });

  it('follows the naming of other partitions', async (test) => {
    awsEnvironment(test, FAKE_CREDENTIALS);
    assert.match(await addressOf({ region: 'cn-north-1' }), /^https:\/\/runtime\.sagemaker\.cn-north-1\.amazonaws\.com\.cn\//);
  });

  for (const name of ['AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME', 'AWS_ENDPOINT_URL']) {
    it(`is not changed by ${name}`, async (test) => {
      awsEnvironment(test, { ...FAKE_CREDENTIALS, [name]: 'http://127.0.0.1:8080' });
      assert.equal(await addressOf({ region: 'ap-south-1' }), DEFAULT_ADDRESS);
    });
  }

  it('is not changed by endpoint_url of the shared config', async (test) => {
    awsEnvironment(test, { ...FAKE_CREDENTIALS, AWS_CONFIG_FILE: sharedConfig(test) });
    assert.equal(await addressOf({ region: 'ap-south-1' }), DEFAULT_ADDRESS);
  });

  it('is endpointUrl where that is given, whatever the environment says', async (test) => {
    const elsewhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:8080', AWS_USE_FIPS_ENDPOINT: 'true' };
    awsEnvironment(test, { ...FAKE_CREDENTIALS, ...elsewhere });
    assert.equal(
      await addressOf({ region: 'eu-west-1', endpointUrl: 'http://model.test/base' }),
      'http://model.test/base/endpoints/ep/invocations',
    );
  });
});

function sharedConfig(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-'));
  test.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'config');
  writeFileSync(
    file,
    '[default]\nendpoint_url = http://127.0.0.1:8080\nservices = here\n\n[services here]\nsagemaker_runtime =\n  endpoint_url = http://127.0.0.1:8080\n',
  );
  return file;
}
