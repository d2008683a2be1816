import { stringify } from 'yaml';
import { type ResolvedConfig, resolveConfig } from '../../src/config/index.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import type { UserConfig } from '../../src/config/user-config.ts';
import { codecNames } from '../../src/gateway/index.ts';
import { freePort } from '../cli/tidegate.ts';
import { at, documentsOf, filesBelow, textOf } from './files.ts';

export const CHART = 'deploy/helm/tidegate';

/** Every configuration that something in deploy/ gives to a gateway, by where it is. */
export function shippedConfigs(): ReadonlyMap<string, string> {
  const files = filesBelow('deploy', /(^|\/)tidegate\.yaml$/);
  const values = `${CHART}/values.yaml`;
  return new Map([
    ...files.map((file) => [file, textOf(file)] as const),
    [values, stringify(at(documentsOf(values)[0], 'config'))],
  ]);
}

/** By the real loader, with nothing in the environment. */
export function checked(file: string, text: string): UserConfig {
  return parseConfig({ file, text, env: {}, codecNames });
}

export function resolved(file: string, text: string): ResolvedConfig {
  return resolveConfig(checked(file, text));
}

/** On free ports of the loopback, and silent. */
export async function placedHere(config: UserConfig): Promise<UserConfig> {
  return {
    ...config,
    server: { ...config.server, host: '127.0.0.1', port: 0, shutdownDelayMs: 0 },
    ...(config.admin !== undefined && { admin: { host: '127.0.0.1', port: await freePort() } }),
    telemetry: { logLevel: 'silent' },
  };
}
