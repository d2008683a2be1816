import { BACKSLASH } from './characters.ts';

/** Whether the key from `start` to `end`, quotes included, is the one looked for. */
export type KeyMatcher = (body: Buffer, start: number, end: number) => boolean;

/** Matches `name`, also where it is spelled with escapes. */
export function keyNamed(name: string): KeyMatcher {
  const encoded = Buffer.from(name);
  // Half a surrogate pair and a backslash can only be spelled with an escape, which is longer than what it stands for.
  const isSpelledPlainly = encoded.toString() === name && !encoded.includes(BACKSLASH);
  return (body, start, end) => {
    const length = end - start - 2;
    if (length === encoded.length) return isSpelledPlainly && holdsAt(body, start + 1, encoded);
    return length > encoded.length && hasEscape(body, start, end) && decodeString(body, start, end) === name;
  };
}

function holdsAt(body: Buffer, start: number, bytes: Buffer): boolean {
  for (let index = 0; index < bytes.length; index += 1) if (body[start + index] !== bytes[index]) return false;
  return true;
}

/** A loop, for keys are short, and a call out of the engine takes longer than most of them. */
function hasEscape(body: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (body[at] === BACKSLASH) return true;
  return false;
}

/** The value of the valid JSON string from `start` to `end`, quotes included. */
export function decodeString(body: Buffer, start: number, end: number): string {
  const raw = body.toString('utf8', start, end);
  return raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1);
}
