import Type, { type Static } from 'typebox';
import { BatchingOptions, QueueOptions, RetryOptions } from '../batching/options.ts';
import { CodecOptions } from '../codecs/options.ts';
import { EmbeddedUpstreamOptions } from '../upstreams/embedded/options.ts';
import { HttpUpstreamOptions } from '../upstreams/http/options.ts';
import { SagemakerUpstreamOptions } from '../upstreams/sagemaker/options.ts';
import { SimulatedUpstreamOptions } from '../upstreams/simulated/options.ts';

const UpstreamSchema = Type.Union(
  [SagemakerUpstreamOptions, HttpUpstreamOptions, SimulatedUpstreamOptions, EmbeddedUpstreamOptions],
  { description: 'The model that is called.' },
);
export type UpstreamOptions = Readonly<Static<typeof UpstreamSchema>>;

const CodecSchema = Type.Union([Type.String({ title: 'the name of a codec', minLength: 1 }), CodecOptions], {
  description: 'The wire contract of the model; required but for the simulated and the embedded upstream.',
});

/**
 * One entry of `endpoints`. Here and in every room's options a property with a `default` is required, so that the static type
 * is the resolved one; what may be left out of a file is whatever is optional or has a default.
 */
export const EndpointSchema = Type.Object(
  {
    default: Type.Optional(
      Type.Boolean({ description: 'Whether it answers POST /invocations; implied when there is one endpoint.' }),
    ),
    upstream: UpstreamSchema,
    codec: Type.Optional(CodecSchema),
    batching: BatchingOptions,
    queue: QueueOptions,
    retry: RetryOptions,
  },
  { additionalProperties: false },
);

/** What `codec` is when it is left out; an upstream that is not named here must be given one. */
export const DEFAULT_CODECS: Readonly<Partial<Record<UpstreamOptions['type'], string>>> = {
  simulated: 'kserve-v1',
  embedded: 'embedded',
};
