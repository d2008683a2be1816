import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { TelemetryOptions } from './options.ts';
import { errorFields, redacted } from './redacted.ts';

/** JSON lines on stderr: stdout is for data. Times are ISO 8601. Payloads and credentials are never handed to it; what slips through goes no further. */
export function createLogger(
  options: Pick<TelemetryOptions, 'logLevel'>,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level: options.logLevel,
      base: { name: 'tidegate' },
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: errorFields },
      formatters: { log: withoutSecrets },
    },
    destination,
  );
}

function withoutSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !NEVER.has(name))
      .map(([name, value]) => [name, typeof value === 'string' ? redacted(value) : value]),
  );
}

const NEVER: ReadonlySet<string> = new Set(['authorization', 'headers', 'body', 'token', 'secret', 'payload', 'req', 'res']);
