/** What was given to a command cannot be used; its message says why in one line. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
