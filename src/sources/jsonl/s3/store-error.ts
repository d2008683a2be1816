/**
 * What a store's refusal is: `passing` may be gone when it is asked again; a `changed` object is another than was asked for; `missing`
 * is an object, bucket or upload that is not there (any more); all else of it stays until somebody does something about it.
 */
export type StoreFault = 'passing' | 'changed' | 'missing' | 'denied' | 'refused';

/** What a store of objects did not do, in one line. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreFault;

  constructor(code: StoreFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
