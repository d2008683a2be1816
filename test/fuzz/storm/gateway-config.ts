import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { UserConfig } from '../../../src/config/index.ts';
import { CALLER, CALLERS_ENDPOINTS, OPERATOR } from '../inputs/credentials.ts';

/** Short, so that silent clients are not waited for, and long beside a busy machine's pauses. */
const server = {
  headersTimeoutMs: 2000,
  requestTimeoutMs: 3000,
  keepAliveTimeoutMs: 2000,
  responseTimeoutMs: 4000,
  bodyLimitBytes: 262_144,
};

const QUICK = { type: 'simulated', baseMs: 0, perItemMs: 0, concurrency: 4 } as const;
/** No input is too large for a queue that others do not fill. */
const queue = { maxQueueSize: 1_000_000 };

/** Every contract twice: on a model that is strict, and on one that refuses what is not KServe V1. */
export function gatewayConfig(contracts: readonly string[], modelUrl: string): UserConfig {
  const each = contracts.flatMap((codec) => [
    [`sim-${codec}`, { upstream: QUICK, codec, queue }] as const,
    [`real-${codec}`, { upstream: { type: 'http', url: `${modelUrl}/${codec}/invocations` }, codec, queue }] as const,
  ]);
  return {
    server,
    endpoints: {
      echo: { default: true, upstream: QUICK, codec: 'kserve-v1', queue },
      flaky: { upstream: { ...QUICK, errorRate: 0.02, refuse: 'poison' }, codec: 'kserve-v1', queue },
      ...Object.fromEntries(each),
    },
  };
}

/** The same gateway for those with credentials. */
export function guarded(config: UserConfig, context: TestContext): UserConfig {
  const directory = mkdtempSync(join(tmpdir(), 'tidegate-fuzz-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
    return join(directory, name);
  };
  const tokens = {
    caller: { file: file('caller', CALLER), endpoints: [...CALLERS_ENDPOINTS] },
    operator: { file: file('operator', OPERATOR), endpoints: '*' as const, admin: true },
  };
  const sigv4 = {
    keys: {
      signer: { accessKeyId: 'AKIDFUZZ', secretFile: file('secret', 'a-secret-of-sixteen-and-more'), endpoints: '*' as const },
    },
  };
  return { ...config, auth: { tokens, sigv4 } };
}
