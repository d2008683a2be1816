const ROUND_STEPS = [1, 2, 2.5, 5, 10];

/** Ticks at a round distance, from 0 to the first at or above `max`; about `wanted` of them. */
export function linearTicks(max: number, wanted: number): number[] {
  const rough = max / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (ROUND_STEPS.find((each) => each * magnitude >= rough) ?? 10) * magnitude;
  return Array.from({ length: Math.ceil(max / step - 1e-9) + 1 }, (_, i) => i * step);
}

/** Ticks at 1, 2 and 5 of each decade, from the last at or below `min` to the first at or above `max`. */
export function logTicks(min: number, max: number): number[] {
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(min)); decade <= Math.ceil(Math.log10(max)); decade += 1) {
    ticks.push(...[1, 2, 5].map((leading) => Number(`${leading}e${decade}`)));
  }
  const first = ticks.findLastIndex((tick) => tick <= min);
  const last = ticks.findIndex((tick) => tick >= max);
  return ticks.slice(first, last + 1);
}
