import Type, { type Static } from 'typebox';

/** `server`: the door for invocations. */
export const ServerOptions = Type.Object(
  {
    host: Type.String({ description: 'Address to listen on; 0.0.0.0 in a container.', default: '127.0.0.1', minLength: 1 }),
    port: Type.Integer({ description: 'Port to listen on; 0 takes any free one.', default: 8080, minimum: 0, maximum: 65_535 }),
    bodyLimitBytes: Type.Integer({ description: 'The largest request body accepted.', default: 6_291_456, minimum: 1 }),
    maxBufferedBytes: Type.Integer({
      description:
        'The most bytes of request bodies held at once, from their first byte until their answer has left; beyond it requests are refused with 503.',
      default: 536_870_912,
      minimum: 1,
    }),
    requestTimeoutMs: Type.Integer({ description: 'How long a request may take to arrive.', default: 60_000, minimum: 1 }),
    shutdownDelayMs: Type.Integer({
      description: 'How long to go on serving after a stop signal while /readyz already says no, so that load balancers notice.',
      default: 0,
      minimum: 0,
    }),
    shutdownGraceMs: Type.Integer({
      description: 'How long requests under way may take to finish once the gateway drains.',
      default: 20_000,
      minimum: 0,
    }),
  },
  { description: 'The HTTP server that takes invocations.', default: {}, additionalProperties: false },
);
export type ServerOptions = Readonly<Static<typeof ServerOptions>>;

/** `admin`: the door for operators. */
export const AdminOptions = Type.Object(
  {
    host: Type.String({
      description: 'Address of the admin server; not used while port is 0.',
      default: '127.0.0.1',
      minLength: 1,
    }),
    port: Type.Integer({
      description: 'Port for /metrics, /healthz and /readyz; 0 serves them on the invocation port.',
      default: 0,
      minimum: 0,
      maximum: 65_535,
    }),
  },
  { description: 'Where metrics and health are served.', default: {}, additionalProperties: false },
);
export type AdminOptions = Readonly<Static<typeof AdminOptions>>;
