import Type, { type Static } from 'typebox';

/** `telemetry.traces`. */
const TracesOptions = Type.Object(
  {
    exporter: Type.Enum(['none', 'otlp', 'global'], {
      description:
        'Where spans go: nowhere, and none are made; to a collector, by OTLP over HTTP; or to the OpenTelemetry SDK that was loaded before (node --import).',
      default: 'none',
    }),
    endpoint: Type.Optional(
      Type.String({
        description:
          'The address of the collector, for otlp; /v1/traces is added. Where there is none, OTEL_EXPORTER_OTLP_ENDPOINT counts, and else http://localhost:4318.',
        title: 'an http or https URL without user, password, query and fragment',
        pattern: '^https?://[^\\s/?#@]+(?:/[^\\s?#]*)?$',
      }),
    ),
    sampleRatio: Type.Optional(
      Type.Number({
        description:
          'Of requests whose caller does not say whether they are sampled, the share that is, for otlp. Where there is none, OTEL_TRACES_SAMPLER counts, and else all are.',
        minimum: 0,
        maximum: 1,
      }),
    ),
    serviceName: Type.Optional(
      Type.String({
        description:
          'What the service is called (service.name), for otlp. Where there is none, OTEL_SERVICE_NAME counts, and else tidegate.',
        minLength: 1,
      }),
    ),
  },
  { description: 'Traces (docs/traces.md).', default: {}, additionalProperties: false },
);
export type TracesOptions = Readonly<Static<typeof TracesOptions>>;

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
    traces: TracesOptions,
  },
  { description: 'Logs and traces.', default: {}, additionalProperties: false },
);
export type TelemetryOptions = Readonly<Static<typeof TelemetryOptions>>;
