import { BACKSLASH } from './characters.ts';

/** Whether the key from `start` to `end`, quotes included, is the one looked for. */
export type KeyMatcher = (body: Buffer, start: number, end: number) => boolean;

export const noKey: KeyMatcher = () => false;

/** Matches `name` (ASCII), also where it is spelled with escapes. */
export function keyNamed(name: string): KeyMatcher {
  return (body, start, end) => {
    const length = end - start - 2;
    if (length === name.length) return body.toString('latin1', start + 1, end - 1) === name;
    return length > name.length && body.subarray(start, end).includes(BACKSLASH) && decodeString(body, start, end) === name;
  };
}

/** The value of the valid JSON string from `start` to `end`, quotes included. */
export function decodeString(body: Buffer, start: number, end: number): string {
  const raw = body.toString('utf8', start, end);
  return raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1);
}
