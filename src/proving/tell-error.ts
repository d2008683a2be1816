import type { TidegateError } from '../kernel/errors.ts';

/** Characters of a message. */
const SHOWN = 240;

/** An error in one line. */
export function tellError({ code, status, message, original }: TidegateError): string {
  const line = message.replaceAll(/\s+/g, ' ');
  return `${code} ${original?.statusCode ?? status}: ${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}`;
}
