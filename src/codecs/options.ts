import Type, { type Static } from 'typebox';
import { JSON_POINTER, JSON_POINTER_TITLE } from '../kernel/json-pointer.ts';

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
    items: pointer('Codec `json`, required: where a request has its list of items; "" where the body is that list.'),
    results: pointer('Codec `json`, required: where a reply has its list of results, one an item and in their order.'),
    accepts: Type.Optional(
      Type.Enum(['list', 'one', 'both'], {
        description: 'Codec `json`: whether callers write a list of items at `items`, one item, or either. Default list.',
      }),
    ),
    answersOne: Type.Optional(
      Type.Enum(['list', 'bare'], {
        description:
          'Codec `json`: whether a caller that wrote one item, not a list, is answered with a list of one result at `results`, or with the result itself. Default list.',
      }),
    ),
    ignored: Type.Optional(
      Type.Array(Type.String({ title: JSON_POINTER_TITLE, pattern: JSON_POINTER }), {
        description: 'Codec `json`: members that make no difference to the model (an id). They are left out of joined calls.',
      }),
    ),
    batchSize: pointer('Codec `json`: where a joined call shall state its number of items.'),
    cost: Type.Optional(
      Type.Enum(['items', 'tokens'], {
        description: 'Codec `json`: what batching.maxBatchCost counts; tokens are estimated from bytes. Default items.',
      }),
    ),
  },
  { description: 'A codec family with its options.', additionalProperties: false },
);
export type CodecOptions = Readonly<Static<typeof CodecOptions>>;

function pointer(description: string) {
  return Type.Optional(Type.String({ description, title: JSON_POINTER_TITLE, pattern: JSON_POINTER }));
}

/** Those that only the codec `json` has, what it must be given, and what a pointer is. */
export const JSON_OPTIONS = {
  own: ['items', 'results', 'accepts', 'answersOne', 'ignored', 'batchSize', 'cost'],
  required: ['items', 'results'],
  pointer: JSON_POINTER_TITLE,
} as const;
