/** A file of records cannot be evaluated; the message says in one line which, where and why. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}
