import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An endpoint of a gateway under test; what is left out has the gateway's own default. */
export interface EndpointUnderTest {
  readonly default?: boolean;
  readonly upstream: Readonly<Record<string, string | number>>;
  readonly codec?: string;
  readonly batching?: Readonly<Record<string, string | number>>;
}

/** By their names. */
export type EndpointsUnderTest = Readonly<Record<string, EndpointUnderTest>>;

/** Every request is a call of its own, and none waits for another. */
export const BATCHING_OFF = { maxBatchSize: 1, maxInFlight: 1024 };

export function gatewayConfig(endpoints: EndpointsUnderTest): string {
  return JSON.stringify({ endpoints });
}

/** Writes the config where the gateway can read it, until this process ends; its path. */
export function writeConfig(config: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'config.json');
  writeFileSync(path, config);
  return path;
}
