import type { JsonShare } from './share.ts';

const NOTHING = Buffer.alloc(0);

/** A request's results in the order that its caller alone would have got, numbered from 0. */
export function inOrder(shares: readonly JsonShare[]): readonly Buffer[] {
  let next = 0;
  const numbered = shares.map(({ parts, numbers, frame }, index) => {
    const spans = numbers?.spans ?? [];
    const slice = renumbered(parts[0] ?? NOTHING, spans, next);
    next += spans.length;
    return { slice, score: numbers?.score ?? 0, rank: numbers?.rank ?? 0, frame, index };
  });
  if (shares[0]?.frame.rules.numbered?.sortedBy !== undefined)
    // TEI sorts in ascending order and turns it around, so of equal scores the later comes first.
    numbered.sort((a, b) => b.score - a.score || (a.frame === b.frame ? a.rank - b.rank : b.index - a.index));
  return numbered.map(({ slice }) => slice);
}

function renumbered(part: Buffer, spans: readonly { readonly start: number; readonly end: number }[], first: number): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const [index, { start, end }] of spans.entries()) {
    pieces.push(part.subarray(at, start), Buffer.from(String(first + index)));
    at = end;
  }
  pieces.push(part.subarray(at));
  return Buffer.concat(pieces);
}
