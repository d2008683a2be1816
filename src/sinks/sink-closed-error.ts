/** What a sink rejects with that was closed, or whose output has ended: the record may not have been stored. */
export class SinkClosedError extends Error {
  override readonly name = 'SinkClosedError';

  constructor(message = 'The sink was closed before the record was stored.', cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
