import Type, { type Static } from 'typebox';

/** Letters, digits and inner hyphens, as in the names of endpoints. */
const NAME = '^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$';
const Name = Type.String({ pattern: NAME });

const Endpoints = Type.Immutable(
  Type.Union([Type.Literal('*'), Type.Array(Type.String({ minLength: 1 }))], {
    title: 'a list of endpoints, or "*" for all',
    description: 'The endpoints that these credentials may call; "*" for all.',
  }),
);

const Admin = Type.Boolean({
  description: 'Whether they are an operator’s: good for metrics, the API description and administration, too.',
  default: false,
});

const TokenOptions = Type.Object(
  {
    file: Type.String({
      description: 'A file of tokens, one a line, each of which is good; empty lines and lines that begin with # do not count.',
      minLength: 1,
    }),
    endpoints: Endpoints,
    admin: Admin,
  },
  { additionalProperties: false },
);
export type TokenOptions = Readonly<Static<typeof TokenOptions>>;

const KeyOptions = Type.Object(
  {
    accessKeyId: Type.String({ description: 'The access key id that clients sign with.', pattern: '^[A-Za-z0-9_]{4,128}$' }),
    secretFile: Type.String({ description: 'A file with the secret access key.', minLength: 1 }),
    sessionTokenFile: Type.Optional(
      Type.String({
        description: 'A file of session tokens, one a line, one of which must be sent; when left out none is asked for.',
        minLength: 1,
      }),
    ),
    endpoints: Endpoints,
    admin: Admin,
  },
  { additionalProperties: false },
);
export type KeyOptions = Readonly<Static<typeof KeyOptions>>;

const SigV4Options = Type.Object(
  {
    keys: Type.Record(Name, KeyOptions, {
      description: 'Keys that requests may be signed with, by a name of your own, which is what logs say.',
      additionalProperties: false,
    }),
    region: Type.Optional(
      Type.String({ description: 'The region that clients must sign for; any when left out.', pattern: '^[a-z0-9-]{1,64}$' }),
    ),
    maxSkewSeconds: Type.Integer({
      description:
        'How far the date of a signature may be from now; within it a request that was seen can be sent again by others.',
      default: 300,
      minimum: 1,
      maximum: 3600,
    }),
  },
  { description: 'Requests signed as AWS SDKs do (AWS Signature Version 4).', additionalProperties: false },
);
export type SigV4Options = Readonly<Static<typeof SigV4Options>>;

/** `auth`: who may call what. */
export const AuthOptions = Type.Object(
  {
    tokens: Type.Optional(
      Type.Record(Name, TokenOptions, {
        description: 'Bearer tokens, by a name of your own, which is what logs say.',
        additionalProperties: false,
      }),
    ),
    sigv4: Type.Optional(SigV4Options),
    anonymous: Type.Immutable(
      Type.Array(Type.String({ minLength: 1 }), {
        description: 'Endpoints that may be called without credentials.',
        default: [],
      }),
    ),
  },
  {
    description: 'Who may call what; when left out everybody who reaches the port may call everything.',
    additionalProperties: false,
  },
);
export type AuthOptions = Readonly<Static<typeof AuthOptions>>;
