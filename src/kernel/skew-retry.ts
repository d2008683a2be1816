/** How often a call has been made again, as the SDK hands it around. */
class Attempt {
  readonly #retries: number;

  constructor(retries: number) {
    this.#retries = retries;
  }

  getRetryCount(): number {
    return this.#retries;
  }

  getRetryDelay(): number {
    return 0;
  }
}

/** By which Kinesis and DynamoDB refuse what was signed at another time than theirs, and by a wrong key, too. */
const REFUSED = 'InvalidSignatureException';

/**
 * A retry strategy of the SDK's clients: a call is made once more where this machine's clock is minutes off, as the first answer, a
 * refusal, has told the client; no other is. Without it, that refusal would be taken for a want of rights.
 */
export const skewRetry = {
  acquireInitialRetryToken: () => Promise.resolve(new Attempt(0)),
  refreshRetryTokenForRetry(attempt: Attempt, { error }: { readonly error?: unknown }): Promise<Attempt> {
    if (attempt.getRetryCount() > 0 || !isCorrected(error)) return Promise.reject(new Error('Not made again'));
    return Promise.resolve(new Attempt(1));
  },
  recordSuccess: (): void => {},
};

/** Whether the client knows by now how far the clock is off. */
function isCorrected(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== REFUSED || !('$metadata' in error)) return false;
  return (error.$metadata as { readonly clockSkewCorrected?: boolean }).clockSkewCorrected === true;
}
