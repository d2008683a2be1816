import type { TidegateError } from '../kernel/errors.ts';
import type { Caller } from './caller.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import type { AuthListener, RefusalReason } from './events.ts';
import type { AuthOptions } from './options.ts';
import { type Admission, type Guard, OPERATOR, type RequestHead } from './port.ts';
import { refusal } from './refusals.ts';

/** Refusals that come of a request's own credentials; those of certificates come before there is a request. */
type Reason = Exclude<RefusalReason, `certificate${string}`>;
type Wanted = string | typeof OPERATOR;

const ADMITTED: Admission = Object.freeze({});

/** Knows callers by bearer tokens and by signatures. */
export class CredentialGuard implements Guard {
  readonly #options: AuthOptions;
  readonly #listener: AuthListener;
  readonly #wallNow: () => number;
  readonly #anonymous: ReadonlySet<string>;
  #credentials: Credentials;

  private constructor(options: AuthOptions, credentials: Credentials, listener: AuthListener, wallNow: () => number) {
    this.#options = options;
    this.#credentials = credentials;
    this.#listener = listener;
    this.#wallNow = wallNow;
    this.#anonymous = new Set(options.anonymous);
  }

  /** @throws {UnusableFile} */
  static async open(options: AuthOptions, listener: AuthListener, wallNow: () => number): Promise<CredentialGuard> {
    return new CredentialGuard(options, await readCredentials(options, wallNow), listener, wallNow);
  }

  /** Reads all files again; requests that come from then on are judged by them. @throws {UnusableFile} and changes nothing */
  async reload(): Promise<void> {
    this.#credentials = await readCredentials(this.#options, this.#wallNow);
  }

  admit(request: RequestHead, wanted: Wanted): Admission | TidegateError {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      return wanted !== OPERATOR && this.#anonymous.has(wanted) ? ADMITTED : this.#refuse('missing', request);
    }
    const space = authorization.indexOf(' ');
    const rest = authorization.slice(space + 1).trim();
    switch (authorization.slice(0, Math.max(0, space)).toLowerCase()) {
      case 'bearer':
        return this.#byToken(request, wanted, rest);
      case 'basic':
        // For the browsers of operators: what only reads. A browser sends it of its own accord, also where another site leads it.
        if (wanted !== OPERATOR || !isRead(request)) return this.#refuse('malformed', request);
        return this.#byToken(request, wanted, passwordOf(rest));
      case 'aws4-hmac-sha256':
        return this.#bySignature(request, wanted, rest);
      default:
        return this.#refuse('malformed', request);
    }
  }

  #byToken(request: RequestHead, wanted: Wanted, token: string): Admission | TidegateError {
    const caller = this.#credentials.tokens.callerOf(token);
    return caller === undefined ? this.#refuse('token', request) : (this.#unlessAllowed(request, wanted, caller) ?? ADMITTED);
  }

  #bySignature(request: RequestHead, wanted: Wanted, text: string): Admission | TidegateError {
    const verdict = this.#credentials.signatures.atHead(request, text);
    if ('reason' in verdict) return this.#refuse(verdict.reason as Reason, request, verdict.caller);
    const { caller, atBody } = verdict;
    return {
      atBody: (body) => {
        const reason = atBody(body);
        return reason === undefined
          ? this.#unlessAllowed(request, wanted, caller)
          : this.#refuse(reason as Reason, request, caller);
      },
    };
  }

  #unlessAllowed(request: RequestHead, wanted: Wanted, caller: Caller): TidegateError | undefined {
    if (wanted === OPERATOR) return caller.isOperator ? undefined : this.#refuse('route', request, caller);
    return caller.mayCall(wanted) ? undefined : this.#refuse('endpoint', request, caller);
  }

  #refuse(reason: Reason, { socket }: RequestHead, caller?: Caller): TidegateError {
    this.#listener({ reason, caller: caller?.name, remote: socket.remoteAddress });
    return refusal(reason);
  }
}

function isRead({ method }: RequestHead): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Of `user:password` in base64; the user may be anything. */
function passwordOf(text: string): string {
  const pair = Buffer.from(text, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}
