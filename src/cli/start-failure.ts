import { ConfigError, type ResolvedConfig } from '../config/index.ts';
import { CommandFailure } from './command-failure.ts';

/** Why the gateway did not start, in one line that says what to change. */
export function startFailure(error: unknown, config: ResolvedConfig): Error {
  if (error instanceof ConfigError) return error;
  return new CommandFailure('could not start', listenFailure(error, config) ?? error);
}

function listenFailure(error: unknown, config: ResolvedConfig): Error | undefined {
  if (!isSystemError(error) || error.syscall !== 'listen') return undefined;
  const where = `${error.address ?? config.server.host}:${error.port ?? config.server.port}`;
  const option = error.port === config.admin.port ? 'admin.port' : '--port or server.port';
  const said: Partial<Record<string, string>> = {
    EADDRINUSE: `${where} is already in use; choose another with ${option}`,
    EACCES: `this user may not listen on ${where}`,
    EADDRNOTAVAIL: `${where} is no address of this machine`,
  };
  const message = said[error.code ?? ''];
  return message === undefined ? undefined : new Error(message, { cause: error });
}

/** What Node adds to the errors of `listen`. */
interface SystemError extends NodeJS.ErrnoException {
  readonly address?: string;
  readonly port?: number;
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error;
}
