/**
 * Mulberry32 (public domain, Tommy Ettinger 2017): small, fast, and the same draws for the same seed on every machine.
 * @returns draws, each uniform in [0, 1).
 */
export function seededDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A factor with a lognormal distribution of the given sigma and mean 1, so that jitter spreads latencies without changing
 * their mean. Always two draws (Box-Muller), so that switching jitter off leaves the other draws of a run as they were.
 */
export function lognormalFactor(dice: () => number, sigma: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - dice()));
  const normal = radius * Math.cos(2 * Math.PI * dice());
  return Math.exp(sigma * normal - (sigma * sigma) / 2);
}
