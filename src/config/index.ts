export { ConfigError } from './config-error.ts';
export { defaultConfig } from './default-config.ts';
export type { UpstreamOptions } from './endpoint-options.ts';
export { loadConfig } from './load-config.ts';
export { overrideServer, type ServerOverride } from './override-server.ts';
export { printConfig } from './print-config.ts';
export { resolveConfig } from './resolve-config.ts';
export type { ResolvedConfig, ResolvedEndpoint } from './resolved-config.ts';
export type { UserConfig } from './user-config.ts';
