/** A run of consecutive texts, from row `from` up to, not including, row `to`. */
export interface Pack {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts texts of the given token counts into runs of at most `maxTokens` tokens together; a longer text is a run by itself.
 * Attention over a pack costs its length squared, while the dense layers stop gaining above some forty tokens.
 */
export function planPacks(lengths: readonly number[], maxTokens: number): Pack[] {
  const packs: Pack[] = [];
  let from = 0;
  let tokens = 0;
  lengths.forEach((length, row) => {
    if (row > from && tokens + length > maxTokens) {
      packs.push({ from, to: row });
      from = row;
      tokens = 0;
    }
    tokens += length;
  });
  if (lengths.length > 0) packs.push({ from, to: lengths.length });
  return packs;
}

/** The encoder's inputs for one pack: one entry per token, all texts behind one another. */
export interface PackedTokens {
  readonly tokens: Int32Array;
  readonly positions: Int32Array;
  readonly segments: Int32Array;
}

/** A pack without tokens gets one that belongs to no text, since a tensor of length 0 is not something to rely on. */
const FILLER: PackedTokens = { tokens: Int32Array.of(0), positions: Int32Array.of(0), segments: Int32Array.of(-1) };

export function packTokens(texts: readonly (readonly number[])[]): PackedTokens {
  const tokens = Int32Array.from(texts.flat());
  if (tokens.length === 0) return FILLER;
  const positions = Int32Array.from(texts.flatMap((ids) => ids.map((_, position) => position)));
  const segments = Int32Array.from(texts.flatMap((ids, row) => ids.map(() => row)));
  return { tokens, positions, segments };
}
