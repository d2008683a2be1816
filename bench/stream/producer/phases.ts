export interface Phase {
  readonly perSecond: number;
  readonly seconds: number;
}

/** When records are due, in milliseconds from the start: evenly within a phase. */
export function dueTimes(phases: readonly Phase[]): number[] {
  let startMs = 0;
  return phases.flatMap(({ perSecond, seconds }) => {
    const from = startMs;
    startMs += seconds * 1000;
    return Array.from({ length: Math.round(perSecond * seconds) }, (_, i) => from + (i * 1000) / perSecond);
  });
}
