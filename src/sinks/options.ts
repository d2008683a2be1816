import Type, { type Static } from 'typebox';

const MIB = 1_048_576;

/** A stream's name, or its ARN, by the rules of the Kinesis API. */
const STREAM_PATTERN = '^(?:[a-zA-Z0-9_.-]{1,128}|arn:aws[a-z-]*:kinesis:[a-z0-9-]+:[0-9]{12}:stream/[a-zA-Z0-9_.-]{1,128})$';

/** `sink` of type `kinesis`: another stream. */
export const KinesisSinkOptions = Type.Object(
  {
    type: Type.Literal('kinesis', { description: 'An Amazon Kinesis stream.' }),
    streamName: Type.String({
      description: 'The name of the stream; its ARN, when it belongs to another account.',
      title: 'the name of a Kinesis stream, or its ARN',
      pattern: STREAM_PATTERN,
    }),
    region: Type.Optional(
      Type.String({
        description: "The stream's AWS region; the SDK's own chain when left out.",
        title: 'an AWS region',
        pattern: '^[a-z0-9-]+$',
      }),
    ),
    endpointUrl: Type.Optional(
      Type.String({
        description: 'Where to call instead of the public service address; AWS_ENDPOINT_URL_KINESIS when left out, if set.',
        title: 'an http or https URL without user and password',
        pattern: '^https?://[^\\s/?#@]+(?:[/?#]\\S*)?$',
      }),
    ),
    maxRecordBytes: Type.Integer({
      description:
        'The largest record that the stream takes, its partition key included: 1 MiB, or what was set by UpdateMaxRecordSize. A larger result becomes a dead letter.',
      default: MIB,
      minimum: 1024,
      maximum: 10 * MIB,
    }),
    maxRequestBytes: Type.Integer({
      description: 'How much is written by one call, partition keys included; a single record that is larger goes alone.',
      default: 5 * MIB,
      minimum: 1024,
      maximum: 10 * MIB,
    }),
  },
  { additionalProperties: false },
);
export type KinesisSinkOptions = Readonly<Static<typeof KinesisSinkOptions>>;

/** `sink` of type `jsonl`: a file. */
export const JsonlSinkOptions = Type.Object(
  {
    type: Type.Literal('jsonl', { description: 'A file of JSON lines, which is appended to and synced to the disk.' }),
    path: Type.String({ description: 'The file; it is made when there is none, its folder is not.', minLength: 1 }),
  },
  { additionalProperties: false },
);
export type JsonlSinkOptions = Readonly<Static<typeof JsonlSinkOptions>>;

/** `sink` of type `stdout`. */
export const StdoutSinkOptions = Type.Object(
  { type: Type.Literal('stdout', { description: 'JSON lines on standard output.' }) },
  { additionalProperties: false },
);
export type StdoutSinkOptions = Readonly<Static<typeof StdoutSinkOptions>>;

/** `onFailure` of type `discard`: losing records must be said. */
export const DiscardSinkOptions = Type.Object(
  { type: Type.Literal('discard', { description: 'Nowhere: what fails for good is counted, and gone.' }) },
  { additionalProperties: false },
);
export type DiscardSinkOptions = Readonly<Static<typeof DiscardSinkOptions>>;

/** `sink`: where results go. */
export const SinkOptions = Type.Union([KinesisSinkOptions, JsonlSinkOptions, StdoutSinkOptions], {
  description: 'Where results go.',
});
export type SinkOptions = Readonly<Static<typeof SinkOptions>>;

/** `onFailure`: where dead letters go. */
export const FailureSinkOptions = Type.Union([KinesisSinkOptions, JsonlSinkOptions, StdoutSinkOptions, DiscardSinkOptions], {
  description: 'Where records go that failed for good, with the reason and their data.',
});
export type FailureSinkOptions = Readonly<Static<typeof FailureSinkOptions>>;
