import Type, { type Static } from 'typebox';
import { CONNECTION_HEADERS } from './connection-headers.ts';

export const DEFAULT_MAX_REPLY_BYTES = 67_108_864;

export const CALLABLE_URL_TITLE = 'an http or https URL without user and password';

/** The URL that a text stands for; undefined for one that no call can be made to: see CALLABLE_URL_TITLE. */
export function callableUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined;
  return url.username === '' && url.password === '' ? url : undefined;
}

/**
 * Names that cannot be sent on, as regular expressions: those of one connection, and those that undici or the request itself
 * decides; accept-encoding because the bodies of replies are read here.
 */
const NOT_SENT_ON = [...CONNECTION_HEADERS, 'proxy-.*', 'host', 'expect', 'accept-encoding'];

/** A field name by RFC 9110, 5.1, in any case, that can be sent on. JSON Schema knows no flag for the case. */
export const FORWARDABLE_HEADER_PATTERN = `^(?!(?:${NOT_SENT_ON.map(inEitherCase).join('|')})$)[A-Za-z0-9!#$%&'*+.^_\`|~-]+$`;

function inEitherCase(pattern: string): string {
  return pattern.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

/** `upstream` of type `http`: any model server. */
export const HttpUpstreamOptions = Type.Object(
  {
    type: Type.Literal('http', { description: 'Any HTTP model server.' }),
    url: Type.String({
      description: 'The address that joined calls are POSTed to.',
      title: CALLABLE_URL_TITLE,
      pattern: '^https?://[^\\s/?#@]+(?:[/?#]\\S*)?$',
    }),
    timeoutMs: Type.Integer({ description: 'How long one call may take.', default: 60_000, minimum: 1 }),
    forwardHeaders: Type.Immutable(
      Type.Array(Type.String({ title: 'the name of a header that can be sent on', pattern: FORWARDABLE_HEADER_PATTERN }), {
        description:
          'Headers of the caller that are sent on, none of those of the connection; requests of one batch must agree in each of them.',
        default: [],
      }),
    ),
    maxReplyBytes: Type.Integer({
      description: 'The largest reply accepted; a larger one is not read to its end.',
      default: DEFAULT_MAX_REPLY_BYTES,
      minimum: 1,
    }),
  },
  { additionalProperties: false },
);
export type HttpUpstreamOptions = Readonly<Static<typeof HttpUpstreamOptions>>;
