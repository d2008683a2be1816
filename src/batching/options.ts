import Type, { type Static } from 'typebox';

/** `batching` of an endpoint: who goes together, and when. */
export const BatchingOptions = Type.Object(
  {
    policy: Type.Enum(['adaptive', 'eager', 'linger', 'deferred'], {
      description:
        'When a batch is sent: adaptive holds back only when it pays, eager never, linger for a fixed delay, deferred until the deadline (it needs deadlines: latencySloMs or x-tidegate-timeout-ms).',
      default: 'adaptive',
    }),
    maxBatchSize: Type.Integer({ description: 'The most items in one call.', default: 32, minimum: 1 }),
    maxBatchBytes: Type.Integer({ description: 'The largest body of one joined call.', default: 6_291_456, minimum: 1 }),
    maxBatchCost: Type.Optional(
      Type.Integer({
        description: "The most cost in one call, in the codec's unit (tokens, rows); no limit when left out.",
        minimum: 1,
      }),
    ),
    maxQueueDelayMs: Type.Union([Type.Literal('auto'), Type.Number({ minimum: 0 })], {
      description: 'The longest that batching alone may hold an item back; auto leaves it to the policy (linger: 5 ms).',
      default: 'auto',
    }),
    maxInFlight: Type.Union([Type.Literal('auto'), Type.Integer({ minimum: 1 })], {
      description:
        'The most batches under way at once; auto learns how many the upstream works on at once, and how many it lets in.',
      default: 'auto',
    }),
    latencySloMs: Type.Optional(
      Type.Integer({ description: 'The deadline of a request that brings none, counted from its arrival.', minimum: 1 }),
    ),
    groupBy: Type.Immutable(
      Type.Array(Type.String({ title: 'header:<name>', pattern: '^header:[A-Za-z0-9-]+$' }), {
        description: 'Request headers, as header:<name>, in which requests of one batch must agree.',
        default: [],
      }),
    ),
  },
  { description: 'How requests are put into batches.', default: {}, additionalProperties: false },
);
export type BatchingOptions = Readonly<Static<typeof BatchingOptions>>;

/** `queue` of an endpoint: how much may wait, and for how long. */
export const QueueOptions = Type.Object(
  {
    maxQueueSize: Type.Integer({
      description:
        'The most items that wait; beyond it requests are refused, but a single larger request is taken when nothing else waits.',
      default: 4096,
      minimum: 1,
    }),
    maxQueueBytes: Type.Integer({
      description: 'The most bytes that wait, bodies that are still arriving included.',
      default: 268_435_456,
      minimum: 1,
    }),
    timeoutMs: Type.Integer({
      description: 'The longest that a request may wait before it is answered with 504.',
      default: 30_000,
      minimum: 1,
    }),
    priorityLevels: Type.Integer({
      description:
        'Priorities that x-tidegate-priority may name, 0 the highest; who names none has the middle one. Lower ones fill the room that higher ones leave, and one item for every sixteen of theirs.',
      default: 3,
      minimum: 1,
      maximum: 16,
    }),
    fairBy: Type.Optional(
      Type.String({
        title: 'header:<name>',
        pattern: '^header:[A-Za-z0-9-]+$',
        description:
          'A request header, as header:<name>, that names the tenant: tenants of one priority share the endpoint and its queue fairly. All are one tenant when left out.',
      }),
    ),
  },
  { description: 'What may wait for a call.', default: {}, additionalProperties: false },
);
export type QueueOptions = Readonly<Static<typeof QueueOptions>>;

/** `retry` of an endpoint. */
export const RetryOptions = Type.Object(
  {
    maxAttempts: Type.Integer({
      description:
        'How often a request may be sent in all because calls broke; 1 never sends it again. Being throttled, an endpoint that cannot be reached and the search for an item at fault do not count.',
      default: 3,
      minimum: 1,
      maximum: 10,
    }),
  },
  { description: 'What happens after a failed call.', default: {}, additionalProperties: false },
);
export type RetryOptions = Readonly<Static<typeof RetryOptions>>;
