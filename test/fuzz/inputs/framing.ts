import type { Dice } from './dice.ts';

/** What a request is made of; all of it Latin-1. */
export interface RequestParts {
  readonly method: string;
  readonly target: string;
  readonly headers: string;
  readonly body: string;
}

/** Below the gateway's limit for request line and headers. */
const LONGEST_HEAD = 15_000;

export function plain({ method, target, headers, body }: RequestParts): string {
  return `${head(method, target, headers)}Content-Length: ${body.length}\r\n\r\n${body}`;
}

/** In chunks as odd as the grammar has them. */
export function chunked({ method, target, headers, body }: RequestParts, dice: Dice): string {
  return `${head(method, target, headers)}Transfer-Encoding: ${dice.pick(['chunked', 'Chunked', 'CHUNKED'])}\r\n\r\n${inChunks(body, dice)}`;
}

function inChunks(body: string, dice: Dice): string {
  const extension = (): string => dice.pick(['', '', '', ';a', ';a=b', ';a="b c"', ';a=b;c=d']);
  let chunks = '';
  for (let at = 0; at < body.length; ) {
    const size = Math.min(body.length - at, 1 + dice.below(dice.chance(0.2) ? 4 : 400));
    const digits = dice.chance(0.1) ? `000${size.toString(16)}` : size.toString(16);
    chunks += `${dice.chance(0.5) ? digits.toUpperCase() : digits}${extension()}\r\n${body.slice(at, at + size)}\r\n`;
    at += size;
  }
  return `${chunks}0${extension()}\r\n${dice.pick(['', '', 'X-Trailer: 1\r\n', 'X-Amzn-Errortype: a\r\n__proto__: b\r\n'])}\r\n`;
}

function head(method: string, target: string, headers: string): string {
  const line = `${method} ${target} HTTP/1.1\r\nHost: a\r\n`;
  if (line.length + headers.length <= LONGEST_HEAD) return line + headers;
  return line + headers.slice(0, headers.lastIndexOf('\r\n', LONGEST_HEAD - line.length - 2) + 2);
}
