import { judged, type Verdict } from '../measure/verdict.ts';
import { spread } from '../statistics/spread.ts';
import type { SizeRuns } from './result.ts';

/** The two largest files are judged: of a small one, most of the time goes by before code is compiled. */
export function verdicts(sizes: readonly SizeRuns[], ceilingPerSecond: number): Verdict[] {
  const largest = sizes.slice(-2);
  const [smaller, larger] = largest;
  return [
    ...largest.map(({ lines, runs }) =>
      judged(`${lines} lines, of what the model can do`, spread(runs.map((run) => run.perSecond / ceilingPerSecond)), {
        atLeast: 0.95,
      }),
    ),
    ...(smaller === undefined || larger === undefined ? [] : [flatness(smaller, larger)]),
  ];
}

/** Ten times the lines, and no more memory. */
function flatness(smaller: SizeRuns, larger: SizeRuns): Verdict {
  const growth = larger.runs.map((run, round) => run.peakRssMiB / (smaller.runs[round]?.peakRssMiB ?? Number.NaN));
  return judged(`peak memory, ${larger.lines} lines / ${smaller.lines} lines`, spread(growth), { atMost: 1.25 });
}
