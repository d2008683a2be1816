import Type, { type Static, type TSchema } from 'typebox';
import { JSON_POINTER, JSON_POINTER_TITLE } from '../../kernel/json-pointer.ts';
import { FailureSinkOptions, SinkOptions } from '../../sinks/options.ts';

const MIB = 1_048_576;

/** A stream's name, or its ARN, by the rules of the Kinesis API. */
const STREAM_PATTERN = '^(?:[a-zA-Z0-9_.-]{1,128}|arn:aws[a-z-]*:kinesis:[a-z0-9-]+:[0-9]{12}:stream/[a-zA-Z0-9_.-]{1,128})$';

const SourceOptions = Type.Object(
  {
    type: Type.Literal('kinesis', { description: 'An Amazon Kinesis stream.' }),
    streamName: Type.String({
      description: 'The name of the stream; its ARN, when it belongs to another account.',
      title: 'the name of a Kinesis stream, or its ARN',
      pattern: STREAM_PATTERN,
    }),
    region: Type.Optional(
      Type.String({
        description: "The AWS region of the stream and of the lease table; the SDK's own chain when left out.",
        title: 'an AWS region',
        pattern: '^[a-z0-9-]+$',
      }),
    ),
    endpointUrl: Type.Optional(
      Type.String({
        description:
          'Where to call Kinesis instead of the public service address; AWS_ENDPOINT_URL_KINESIS when left out, if set.',
        title: 'an http or https URL without user and password',
        pattern: '^https?://[^\\s/?#@]+(?:[/?#]\\S*)?$',
      }),
    ),
    consumer: Type.Enum(['polling', 'enhanced-fan-out'], {
      description:
        'How records come: by GetRecords (`polling`), or pushed by enhanced fan-out (`enhanced-fan-out`), which costs by the shard and hour.',
      default: 'polling',
    }),
    consumerName: Type.Optional(
      Type.String({
        description:
          'The name of the registered consumer of `enhanced-fan-out`; `tidegate-<name of the stream here>` when left out. It is made when there is none, and left in place.',
        title: 'the name of a registered consumer of a Kinesis stream',
        pattern: '^[a-zA-Z0-9_.-]{1,128}$',
      }),
    ),
    startingPosition: Type.Enum(['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'], {
      description: 'Where reading begins while the lease table is empty.',
      default: 'TRIM_HORIZON',
    }),
    startingTimestamp: Type.Optional(
      Type.String({
        description: 'Where AT_TIMESTAMP begins.',
        title: 'a time such as 2026-11-27T08:00:00Z',
        pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)$',
      }),
    ),
    leaseTable: Type.Optional(
      Type.String({
        description:
          'The DynamoDB table of leases and checkpoints, in the schema of the Kinesis Client Library; `tidegate-<name of the stream here>` when left out. It is made when there is none.',
        title: 'the name of a DynamoDB table',
        pattern: '^[a-zA-Z0-9_.-]{3,255}$',
      }),
    ),
    failoverMs: Type.Integer({
      description: 'A shard whose lease has not been renewed for so long may be taken by another worker.',
      default: 10_000,
      minimum: 1000,
    }),
    maxLeases: Type.Optional(
      Type.Integer({ description: 'How many shards this worker reads at most; no bound when left out.', minimum: 1 }),
    ),
    handOff: Type.Enum(['auto', 'off'], {
      description:
        'Whether a worker that has more than its share is asked for a shard, and finishes what it has read of it (auto), or the shard is taken of it (off).',
      default: 'auto',
    }),
    checkpointMs: Type.Integer({ description: 'How often checkpoints are stored.', default: 5000, minimum: 100 }),
    idleMs: Type.Integer({
      description: 'How long a shard without news is left alone by `polling`.',
      default: 1000,
      minimum: 200,
    }),
    maxBufferedBytes: Type.Integer({
      description: 'Records that are read and not done yet; what one reading of each shard brings may come on top.',
      default: 64 * MIB,
      minimum: MIB,
    }),
  },
  { description: 'Where records come from.', additionalProperties: false },
);

const AnyJson: TSchema & { readonly description: string } = {
  description:
    'The request body, as JSON in which `{ $: /pointer }` stands for what the record has there; the record itself when left out.',
};

const RequestOptions = Type.Object(
  {
    template: Type.Optional(AnyJson),
    contentType: Type.String({ description: 'Of the request bodies.', default: 'application/json', minLength: 1 }),
    accept: Type.Optional(Type.String({ description: 'Asked of the model.', minLength: 1 })),
    lines: Type.Boolean({ description: 'Whether a record holds several requests, a line each.', default: false }),
  },
  { description: 'How a record becomes a request.', default: {}, additionalProperties: false },
);

const ResultOptions = Type.Object(
  {
    id: Type.Optional(
      Type.String({
        description: 'What of the input is copied into the result as `id`.',
        title: JSON_POINTER_TITLE,
        pattern: JSON_POINTER,
      }),
    ),
    includeInput: Type.Boolean({ description: 'Whether the result holds the input.', default: false }),
  },
  { description: 'What a result holds beside the answer and where it comes from.', default: {}, additionalProperties: false },
);

/** One entry of `streams`. */
export const StreamOptions = Type.Object(
  {
    source: SourceOptions,
    endpoint: Type.String({ description: 'The endpoint of this config that answers its records.', minLength: 1 }),
    request: RequestOptions,
    result: ResultOptions,
    sink: SinkOptions,
    onFailure: FailureSinkOptions,
    maximumRetryAttempts: Type.Integer({
      description:
        'How often a record that the model failed on is sent again, beside the first time; -1: as often as it takes. Throttling, a full queue and an endpoint that is down do not count; what the model refuses is not sent again.',
      default: 3,
      minimum: -1,
    }),
    maximumRecordAgeInSeconds: Type.Integer({
      description: 'Older records are not computed but become dead letters; -1: none is too old.',
      default: -1,
      minimum: -1,
    }),
    ordering: Type.Enum(['partition-key', 'none'], {
      description: 'Whether records of one partition key are computed and stored one after the other.',
      default: 'partition-key',
    }),
  },
  { description: 'A stream whose records are requests.', additionalProperties: false },
);
export type StreamOptions = Readonly<Static<typeof StreamOptions>>;
