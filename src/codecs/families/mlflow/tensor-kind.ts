import { CLOSE_BRACKET, COMMA, isSpace, OPEN_BRACKET, QUOTE } from '../../../kernel/json/characters.ts';
import { skipString } from '../../../kernel/json/string-token.ts';
import { type LiteralKind, literalKind } from './literal-kind.ts';

/**
 * What `numpy.array` makes of a valid JSON value: the type that all of its numbers together have, and its shape. Undefined
 * where rows are of unlike lengths, or literals of unlike kinds: then other rows would change what is made of it.
 */
export function tensorKind(slice: Buffer): string | undefined {
  if (slice[0] !== OPEN_BRACKET) return literalKind(slice);
  const shape: number[] = [];
  const lengths: number[] = [];
  let kind: LiteralKind | undefined;
  let leafDepth: number | undefined;
  for (let at = 0; at < slice.length; ) {
    const byte = slice[at] ?? 0;
    if (byte === OPEN_BRACKET) {
      if (lengths.length > 0) lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + 1;
      lengths.push(0);
      at += 1;
    } else if (byte === CLOSE_BRACKET) {
      const length = lengths.pop() ?? 0;
      const depth = lengths.length;
      shape[depth] ??= length;
      if (shape[depth] !== length) return undefined;
      at += 1;
    } else if (byte === COMMA || isSpace(byte)) at += 1;
    else {
      const end = endOfLeaf(slice, at);
      const folded = fold(kind, literalKind(slice.subarray(at, end)));
      leafDepth ??= lengths.length;
      if (folded === undefined || folded === 'o' || leafDepth !== lengths.length) return undefined;
      kind = folded;
      lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + 1;
      at = end;
    }
  }
  return `${kind ?? ''}[${shape.join(',')}]`;
}

function endOfLeaf(slice: Buffer, start: number): number {
  if (slice[start] === QUOTE) return skipString(slice, start);
  let at = start;
  while (at < slice.length && slice[at] !== COMMA && slice[at] !== CLOSE_BRACKET && !isSpace(slice[at] ?? 0)) at += 1;
  return at;
}

/** Whole numbers beside others are floats. */
function fold(kind: LiteralKind | undefined, next: LiteralKind | undefined): LiteralKind | undefined {
  if (kind === undefined || kind === next) return next;
  return (kind === 'i' && next === 'f') || (kind === 'f' && next === 'i') ? 'f' : undefined;
}
