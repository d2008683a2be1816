/** The last, the first, then what lies in the middle of what is left, and so on: whenever it ends, there is a picture of the whole. */
export function coarseFirst(ascending: readonly number[]): number[] {
  const ends = [ascending.at(-1), ascending[0]].filter((end) => end !== undefined);
  return [...new Set([...ends, ...middles(ascending.slice(1, -1))])];
}

function middles(ascending: readonly number[]): number[] {
  const at = ascending.length >> 1;
  const middle = ascending[at];
  if (middle === undefined) return [];
  return [middle, ...middles(ascending.slice(0, at)), ...middles(ascending.slice(at + 1))];
}
