import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { TelemetryOptions } from './options.ts';

/** JSON lines on stderr: stdout is for data. Times are ISO 8601. Payloads and credentials are never handed to it. */
export function createLogger(options: TelemetryOptions): Logger {
  const destination = pino.destination({ dest: 2, sync: true });
  return pino({ level: options.logLevel, base: { name: 'tidegate' }, timestamp: stdTimeFunctions.isoTime }, destination);
}
