import Type from 'typebox';
import { AuthOptions } from '../auth/options.ts';
import { AdminOptions, ServerOptions } from '../sources/http/options.ts';
import { StreamOptions } from '../sources/kinesis/options.ts';
import { TelemetryOptions } from '../telemetry/options.ts';
import { ENDPOINT_NAME_PATTERN } from '../upstreams/sagemaker/options.ts';
import { EndpointSchema } from './endpoint-options.ts';
import type { SchemaNode } from './schema-node.ts';

const EndpointName = Type.String({ pattern: ENDPOINT_NAME_PATTERN });

/** The whole config; every other account of it (types, checks, defaults, JSON Schema) is derived from this one. */
export const ConfigSchema: SchemaNode = Type.Object(
  {
    server: ServerOptions,
    admin: AdminOptions,
    auth: Type.Optional(AuthOptions),
    telemetry: TelemetryOptions,
    endpoints: Type.Record(EndpointName, EndpointSchema, {
      description: 'The endpoints by name; the name is that of POST /endpoints/{name}/invocations.',
      minProperties: 1,
      additionalProperties: false,
    }),
    streams: Type.Optional(
      Type.Record(EndpointName, StreamOptions, {
        description: 'Streams whose records are requests, by a name of your own.',
        additionalProperties: false,
      }),
    ),
  },
  { additionalProperties: false },
);
