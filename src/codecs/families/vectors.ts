import { CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET, QUOTE, skipSpace } from '../../kernel/json/characters.ts';
import type { Span } from '../../kernel/json/span.ts';
import { type GroupElements, oneEach } from '../json-reply/rules.ts';

/** One vector an item. */
export const vectorEach: GroupElements = oneEach('a list of numbers', isVector);

/** Of a valid value: a list tells by its first element. */
function isVector(body: Buffer, { start, kind }: Span): boolean {
  const first = body[skipSpace(body, start + 1)] ?? 0;
  return kind === 'array' && ![OPEN_BRACKET, OPEN_BRACE, QUOTE, CLOSE_BRACKET].includes(first);
}
