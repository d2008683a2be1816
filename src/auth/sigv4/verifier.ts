import { hash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../caller.ts';
import type { RefusalReason } from '../events.ts';
import type { RequestHead } from '../port.ts';
import type { TokenList } from '../token-list.ts';
import { parseAmzDate } from './amz-date.ts';
import { canonicalRequest } from './canonical-request.ts';
import { parseSignedBy, type SignedBy } from './signed-by.ts';
import type { SigningKey } from './signing-key.ts';

/** The name that the SageMaker Runtime API is signed under. */
const SERVICE = 'sagemaker';
const PAYLOAD_HASH = 'x-amz-content-sha256';
const SHA256 = /^[0-9a-f]{64}$/;
/** What changes who is asked, or how, must be signed; SDKs sign all that they send, a few headers of the connection apart. */
const MUST_BE_SIGNED = /^(?:host|content-type|x-amz-.*|x-amzn-sagemaker-.*)$/;

/** A configured access key. */
export interface AccessKey {
  readonly caller: Caller;
  readonly signingKey: SigningKey;
  /** Of which one must come with the request, where there are any. */
  readonly sessionTokens?: TokenList | undefined;
}

export interface VerifierOptions {
  readonly keys: ReadonlyMap<string, AccessKey>;
  readonly region?: string | undefined;
  readonly maxSkewMs: number;
  readonly wallNow: () => number;
}

/** What the head says: why not, or whose it is, as far as the body is the one that was signed. */
export type HeadVerdict =
  | { readonly reason: RefusalReason; readonly caller?: Caller }
  | { readonly caller: Caller; readonly atBody: (body: Buffer) => RefusalReason | undefined };

/** Verifies AWS Signature Version 4 in the authorization header, of requests whose body was signed. */
export class SigV4Verifier {
  readonly #options: VerifierOptions;

  constructor(options: VerifierOptions) {
    this.#options = options;
  }

  /** @param text the authorization header after its scheme */
  atHead(request: RequestHead, text: string): HeadVerdict {
    const { keys, region, maxSkewMs, wallNow } = this.#options;
    const signedBy = parseSignedBy(text);
    const date = header(request, 'x-amz-date');
    const time = parseAmzDate(date);
    if (signedBy === undefined || time === undefined || !date.startsWith(signedBy.day)) return { reason: 'malformed' };
    const key = keys.get(signedBy.accessKeyId);
    if (key === undefined) return { reason: 'access-key' };
    const refused = (reason: RefusalReason): HeadVerdict => ({ reason, caller: key.caller });
    if (Math.abs(wallNow() - time) > maxSkewMs) return refused('expired');
    if (signedBy.service !== SERVICE || (region !== undefined && signedBy.region !== region)) return refused('signature');
    if (!coversAll(request, signedBy.signedHeaders)) return refused('not-signed');
    const matches = (payloadHash: string): boolean => hasSigned(key, signedBy, request, date, payloadHash);
    const stated = request.headers[PAYLOAD_HASH];
    if (stated !== undefined) {
      // Also who says UNSIGNED-PAYLOAD: the body would be anybody's.
      if (typeof stated !== 'string' || !SHA256.test(stated)) return refused('payload');
      if (!matches(stated)) return refused('signature');
    }
    if (key.sessionTokens !== undefined && key.sessionTokens.callerOf(header(request, 'x-amz-security-token')) === undefined)
      return refused('session-token');
    const atBody = (body: Buffer): RefusalReason | undefined => {
      const actual = hash('sha256', body, 'hex');
      if (stated === undefined) return matches(actual) ? undefined : 'signature';
      return stated === actual ? undefined : 'payload';
    };
    return { caller: key.caller, atBody };
  }
}

function header({ headers }: RequestHead, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function coversAll({ headers }: RequestHead, signed: readonly string[]): boolean {
  const names = new Set(signed);
  return names.has('host') && Object.keys(headers).every((name) => names.has(name) || !MUST_BE_SIGNED.test(name));
}

function hasSigned(key: AccessKey, signedBy: SignedBy, request: RequestHead, date: string, payloadHash: string): boolean {
  const { day, region, service, signedHeaders, signature } = signedBy;
  const canonical = hash('sha256', canonicalRequest(request, signedHeaders, payloadHash), 'hex');
  const text = `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/${service}/aws4_request\n${canonical}`;
  return timingSafeEqual(key.signingKey.sign(signedBy, text), signature);
}
