interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Leaves `gap` between neighbours, all of them within `low` to `high`, in the order that they had: pushed up the scale where they
 * are too near, then back from its end. What does not fit is pressed together evenly.
 */
export function spreadApart(wanted: readonly number[], gap: number, { low, high }: Range): number[] {
  const room = Math.min(gap, (high - low) / Math.max(1, wanted.length - 1));
  const ordered = wanted.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  let least = low;
  for (const each of ordered) {
    each.at = Math.max(each.at, least);
    least = each.at + room;
  }
  let most = high;
  for (const each of ordered.toReversed()) {
    each.at = Math.min(each.at, most);
    most = each.at - room;
  }
  return ordered.sort((a, b) => a.index - b.index).map(({ at }) => at);
}
