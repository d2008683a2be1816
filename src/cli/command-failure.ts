/** The work failed for a reason that its message explains in one line; nobody needs a stack trace. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';

  constructor(doing: string, reason: unknown) {
    super(`${doing}: ${firstLine(reason)}`, { cause: reason });
  }
}

function firstLine(reason: unknown): string {
  const message = reason instanceof Error ? reason.message : String(reason);
  return message.split('\n', 1)[0] ?? message;
}
