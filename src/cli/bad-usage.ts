/** The command line asks for what cannot be; the message says in one line what was expected. */
export class BadUsage extends Error {
  override readonly name = 'BadUsage';
}
