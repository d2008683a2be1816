import Type, { type Static } from 'typebox';

/** `upstream` of type `http`: any model server. */
export const HttpUpstreamOptions = Type.Object(
  {
    type: Type.Literal('http', { description: 'Any HTTP model server.' }),
    url: Type.String({
      description: 'The address that joined calls are POSTed to.',
      title: 'an http or https URL',
      pattern: '^https?://[^\\s/?#]+[^\\s]*$',
    }),
    timeoutMs: Type.Integer({ description: 'How long one call may take.', default: 60_000, minimum: 1 }),
    forwardHeaders: Type.Immutable(
      Type.Array(Type.String({ title: 'the name of a header', pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" }), {
        description: 'Headers of the caller that are sent on; requests of one batch must agree in each of them.',
        default: [],
      }),
    ),
  },
  { additionalProperties: false },
);
export type HttpUpstreamOptions = Readonly<Static<typeof HttpUpstreamOptions>>;
