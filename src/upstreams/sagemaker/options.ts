import Type, { type Static } from 'typebox';

export const DEFAULT_MAX_REPLY_BYTES = 67_108_864;

/** SageMaker's own rule for endpoint names. */
export const ENDPOINT_NAME_PATTERN = '^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$';

/** `upstream` of type `sagemaker`: a SageMaker real-time endpoint. */
export const SagemakerUpstreamOptions = Type.Object(
  {
    type: Type.Literal('sagemaker', { description: 'An Amazon SageMaker real-time endpoint.' }),
    endpointName: Type.String({
      description: 'The name of the SageMaker endpoint.',
      title: 'a SageMaker endpoint name (letters, digits and inner hyphens, at most 63)',
      pattern: ENDPOINT_NAME_PATTERN,
    }),
    region: Type.Optional(
      Type.String({
        description: "The endpoint's AWS region; the SDK's own chain when left out.",
        title: 'an AWS region',
        pattern: '^[a-z0-9-]+$',
      }),
    ),
    endpointUrl: Type.Optional(
      Type.String({
        description: 'Where to call instead of the public service address; AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME is not read.',
        title: 'an http or https URL without user and password',
        pattern: '^https?://[^\\s/?#@]+(?:[/?#]\\S*)?$',
      }),
    ),
    timeoutMs: Type.Integer({ description: 'How long one call may take.', default: 60_000, minimum: 1 }),
    maxReplyBytes: Type.Integer({
      description: 'The largest reply accepted; a larger one is not read to its end.',
      default: DEFAULT_MAX_REPLY_BYTES,
      minimum: 1,
    }),
  },
  { additionalProperties: false },
);
export type SagemakerUpstreamOptions = Readonly<Static<typeof SagemakerUpstreamOptions>>;
