import Type, { type Static } from 'typebox';

/** `telemetry`: what is written down about the gateway's work. Payloads never are. */
export const TelemetryOptions = Type.Object(
  {
    logLevel: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      description: 'The least severe log line that is written to stderr.',
      default: 'info',
    }),
    accessLog: Type.Enum(['off', 'errors', 'all'], {
      description: 'Which requests get a log line of their own; errors are rate-limited.',
      default: 'errors',
    }),
  },
  { description: 'Logging.', default: {}, additionalProperties: false },
);
export type TelemetryOptions = Readonly<Static<typeof TelemetryOptions>>;
