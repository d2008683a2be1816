import Type, { type Static } from 'typebox';

/** `codec` of an endpoint in its long form; a bare string is its `name`. */
export const CodecOptions = Type.Object(
  {
    name: Type.String({ description: 'A codec family, or an alias of one.', title: 'the name of a codec', minLength: 1 }),
    maxRows: Type.Integer({
      description: 'Zero-shot families: the most model rows (items times labels) in one call.',
      default: 64,
      minimum: 1,
    }),
    maxItems: Type.Optional(
      Type.Integer({
        description: 'The most items of this family in one call, whatever batching.maxBatchSize says.',
        minimum: 1,
      }),
    ),
  },
  { description: 'A codec family with its options.', additionalProperties: false },
);
export type CodecOptions = Readonly<Static<typeof CodecOptions>>;
