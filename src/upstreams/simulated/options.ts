import Type, { type Static } from 'typebox';

/** `upstream` of type `simulated`: echoes, in baseMs + perItemMs * items, with faults on demand. */
export const SimulatedUpstreamOptions = Type.Object(
  {
    type: Type.Literal('simulated', { description: 'A pretended model of known speed, for trials and benchmarks.' }),
    baseMs: Type.Number({ description: 'What a call takes however few items it has.', default: 20, minimum: 0 }),
    perItemMs: Type.Number({ description: 'What each item adds.', default: 1, minimum: 0 }),
    concurrency: Type.Integer({ description: 'Calls worked on at once; more wait in line.', default: 1, minimum: 1 }),
    jitter: Type.Number({
      description: 'How much the latency varies: sigma of a lognormal factor of mean 1.',
      default: 0,
      minimum: 0,
      maximum: 1,
    }),
    seed: Type.Integer({ description: 'Where the random numbers start: equal seeds, equal runs.', default: 1, minimum: 0 }),
    errorRate: Type.Number({ description: 'The share of calls that fail with 500.', default: 0, minimum: 0, maximum: 1 }),
    throttleAbove: Type.Optional(
      Type.Integer({
        description: 'Calls under way at once above which one is refused with 429; never when left out.',
        minimum: 1,
      }),
    ),
    refuse: Type.Optional(
      Type.String({ description: 'Text that makes a call which contains it fail with 400: a poison item.', minLength: 1 }),
    ),
    timeoutMs: Type.Integer({ description: 'How long one call may take.', default: 60_000, minimum: 1 }),
  },
  { additionalProperties: false },
);
export type SimulatedUpstreamOptions = Readonly<Static<typeof SimulatedUpstreamOptions>>;
