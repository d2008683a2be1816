import type { TestContext } from 'node:test';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
/** No file of whoever runs the tests, and no machine's role, is asked for. */
const NOTHING_ELSE = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** What the SDK reads of the environment. */
export function s3Environment(url?: string): Record<string, string> {
  return { ...NOTHING_ELSE, ...CREDENTIALS, ...(url === undefined ? {} : { AWS_ENDPOINT_URL_S3: url }) };
}

/** The SDK reads the environment of the process; it is as it was when the test ends. Undefined takes a variable away. */
export function withEnvironment(test: TestContext, env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(env)) {
    const before = process.env[name];
    set(name, value);
    test.after(() => set(name, before));
  }
}

function set(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
