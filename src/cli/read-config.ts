import { Option } from 'commander';
import { defaultConfig, loadConfig, type ResolvedConfig, resolveConfig } from '../config/index.ts';
import type { CliContext } from './context.ts';

/** `-c FILE`, which every command takes. */
export function configOption(): Option {
  return new Option('-c, --config <file>', 'YAML or JSON config; without it, the embedded demo');
}

/** The config of `-c`, or the embedded demo's. @throws {ConfigError} */
export async function readConfig(path: string | undefined, { env }: CliContext): Promise<ResolvedConfig> {
  if (path === undefined) return resolveConfig(defaultConfig());
  // Loaded late: help and version need not wait for the SDKs behind it.
  const { codecNames } = await import('../gateway/index.ts');
  return resolveConfig(await loadConfig({ path, env, codecNames }));
}
