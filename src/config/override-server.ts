import { ConfigError } from './config-error.ts';
import type { ResolvedConfig } from './resolved-config.ts';
import { checkPorts } from './rules.ts';

export interface ServerOverride {
  readonly host?: string;
  readonly port?: number;
}

/** The config with the command line's host and port. @throws {ConfigError} when the port is the admin server's. */
export function overrideServer(config: ResolvedConfig, { host, port }: ServerOverride): ResolvedConfig {
  const server = Object.freeze({
    ...config.server,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  });
  const overridden = Object.freeze({ ...config, server });
  if (port !== undefined && checkPorts({ ...overridden }).length > 0) {
    throw new ConfigError([{ source: '--port', expected: 'a port other than admin.port', found: String(port) }]);
  }
  return overridden;
}
