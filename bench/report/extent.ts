/** How much stands behind a plot, in words. */
export function extent({ rounds, seconds }: { readonly rounds: number; readonly seconds?: number }): string {
  const each = seconds === undefined ? '' : ` of ${seconds} s`;
  return rounds === 1 ? `one round${each}` : `medians of ${rounds} rounds${each}, bars from lowest to highest`;
}
