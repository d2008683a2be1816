import { type FailureKind, UpstreamFailure } from '../port.ts';

/** Errors of looking up a name and of connecting, on whose system call Node does not always say `connect` (happy eyeballs). */
const UNREACHABLE = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** OpenSSL's and Node's refusals of a certificate, which end a connection before a request is written to it. */
const NOT_TRUSTED = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

interface NetworkError {
  readonly message: string;
  readonly name: string;
  readonly code: string;
  readonly syscall: string | undefined;
}

/** What Node's http client reports of a call without an answer, in the port's terms. */
export function asUpstreamFailure(thrown: unknown): UpstreamFailure {
  const error = networkError(thrown);
  return new UpstreamFailure(kindOf(error), error.message || error.code || 'no answer', thrown);
}

/** Whether the error tells of connecting in vain, to whatever it was. */
export function isUnreachable(thrown: unknown): boolean {
  return kindOf(networkError(thrown)) === 'unreachable';
}

function kindOf({ code, name, syscall }: NetworkError): FailureKind {
  // llhttp's codes: the bytes that came are not HTTP.
  if (code.startsWith('HPE_')) return 'unreadable';
  if (syscall === 'connect' || syscall === 'getaddrinfo' || UNREACHABLE.test(code) || NOT_TRUSTED.test(code))
    return 'unreachable';
  // The handler's own connect time-out has only a name; ETIMEDOUT of several addresses at once has no system call.
  const timedOut = code === 'ETIMEDOUT' || (code === '' && name === 'TimeoutError');
  return timedOut && syscall === undefined ? 'unreachable' : 'broken';
}

function networkError(thrown: unknown): NetworkError {
  const { message, name, code, syscall }: NodeJS.ErrnoException = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { message, name, code: typeof code === 'string' ? code : '', syscall };
}
