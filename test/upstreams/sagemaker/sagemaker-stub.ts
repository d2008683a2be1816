import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { readBody, serveHttp } from '../../support/local-server.ts';

/** A request that the stub received. */
export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly request: IncomingMessage;
}

export interface SageMakerStub {
  readonly url: string;
  readonly received: readonly Received[];
}

/** A server on the loopback in SageMaker's place, closed when the test ends. */
export async function stubSageMaker(
  test: TestContext,
  answer: (response: ServerResponse, received: Received) => void,
): Promise<SageMakerStub> {
  const received: Received[] = [];
  const url = await serveHttp(test, async (request, response) => {
    const seen = { method: request.method, url: request.url, headers: request.headers, body: await readBody(request), request };
    received.push(seen);
    answer(response, seen);
  });
  return { url, received };
}

/** An error that SageMaker sends. */
export interface SampleError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Indented, so that a body made anew from what was parsed would differ. */
  readonly text: string;
}

export function sampleError(name: string): SampleError {
  const file = new URL(`./errors/${name}.json`, import.meta.url);
  const { status, headers, body }: Omit<SampleError, 'text'> & { body: unknown } = JSON.parse(readFileSync(file, 'utf8'));
  return { status, headers, text: JSON.stringify(body, undefined, 3) };
}

/** Variables that say where, and as whom, the SDK calls. */
const AWS_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME',
  'AWS_USE_FIPS_ENDPOINT',
];

/** Exactly these AWS variables, and no shared files, until the test ends. */
export function awsEnvironment(test: TestContext, variables: Readonly<Record<string, string>>): void {
  const before = new Map(AWS_VARIABLES.map((name) => [name, process.env[name]]));
  test.after(() => before.forEach((value, name) => put(name, value)));
  const none = {
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const wanted: Readonly<Record<string, string>> = { ...none, ...variables };
  for (const name of AWS_VARIABLES) put(name, wanted[name]);
}

function put(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

export const FAKE_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
