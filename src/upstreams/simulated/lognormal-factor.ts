/**
 * A factor with a lognormal distribution of the given sigma and mean 1, so that jitter spreads latencies without changing
 * their mean. Always two draws (Box-Muller), so that switching jitter off leaves the other draws of a run as they were.
 */
export function lognormalFactor(dice: () => number, sigma: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - dice()));
  const normal = radius * Math.cos(2 * Math.PI * dice());
  return Math.exp(sigma * normal - (sigma * sigma) / 2);
}
