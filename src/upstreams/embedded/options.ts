import Type, { type Static } from 'typebox';

/** `upstream` of type `embedded`: the small real model that runs in this process. */
export const EmbeddedUpstreamOptions = Type.Object(
  {
    type: Type.Literal('embedded', { description: 'The demonstration model that runs inside the gateway.' }),
    timeoutMs: Type.Integer({ description: 'How long one call may take.', default: 60_000, minimum: 1 }),
  },
  { additionalProperties: false },
);
export type EmbeddedUpstreamOptions = Readonly<Static<typeof EmbeddedUpstreamOptions>>;
