import Type, { type Static } from 'typebox';

/** `tls` of a server. */
const TlsOptions = Type.Object(
  {
    certFile: Type.String({
      description: 'The certificate, with those of intermediate authorities after it, as PEM.',
      minLength: 1,
    }),
    keyFile: Type.String({ description: 'Its private key, as PEM.', minLength: 1 }),
    caFile: Type.Optional(
      Type.String({
        description: 'The authorities whose client certificates are good, as PEM; for clientAuth: required.',
        minLength: 1,
      }),
    ),
    clientAuth: Type.Enum(['none', 'required'], {
      description: 'Whether clients must show a certificate of one of these authorities.',
      default: 'none',
    }),
    minVersion: Type.Enum(['TLSv1.2', 'TLSv1.3'], {
      description: 'The oldest version of TLS that is spoken.',
      default: 'TLSv1.2',
    }),
  },
  { description: 'TLS; plain HTTP when left out. Certificates are renewed without a restart.', additionalProperties: false },
);
export type TlsOptions = Readonly<Static<typeof TlsOptions>>;

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
    headersTimeoutMs: Type.Integer({
      description:
        'How long its headers may take, counted from the connection for the first request on it; never longer than requestTimeoutMs.',
      default: 20_000,
      minimum: 1,
    }),
    responseTimeoutMs: Type.Integer({
      description: 'How long an answer may take to leave, once it is there, before its connection is cut.',
      default: 60_000,
      minimum: 1,
    }),
    keepAliveTimeoutMs: Type.Integer({
      description:
        'How long an idle connection is kept; longer than the idle time of the load balancer in front, so that it closes first.',
      default: 72_000,
      minimum: 1,
    }),
    maxHeaderBytes: Type.Integer({
      description: 'The most bytes of request line and headers.',
      default: 16_384,
      minimum: 1024,
      maximum: 1_048_576,
    }),
    maxConnections: Type.Integer({
      description: 'The most connections at once; further ones are closed as they come.',
      default: 16_384,
      minimum: 1,
    }),
    maxRequestsPerSocket: Type.Integer({
      description: 'The most requests that one connection may bring before it is closed; 0: any number.',
      default: 0,
      minimum: 0,
    }),
    tls: Type.Optional(TlsOptions),
    reloadSeconds: Type.Integer({
      description: 'How often the files of credentials and certificates are read again; 0: only when told to.',
      default: 10,
      minimum: 0,
      maximum: 86_400,
    }),
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
    tls: Type.Optional(TlsOptions),
  },
  { description: 'Where metrics and health are served.', default: {}, additionalProperties: false },
);
export type AdminOptions = Readonly<Static<typeof AdminOptions>>;
