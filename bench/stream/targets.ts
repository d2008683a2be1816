import { type Spread, spread } from '../statistics/spread.ts';
import type { Beside } from './beside-http.ts';
import { SIZE_NAMES } from './records.ts';
import type { Throughput } from './throughput.ts';

export interface Verdict {
  readonly what: string;
  readonly value: Spread;
  readonly atLeast: number;
  readonly met: boolean;
}

export function verdicts(throughput: readonly Throughput[], { beside }: Beside): Verdict[] {
  return [
    ...throughput.flatMap(({ size, rounds }) => [
      judged(
        `results end to end / records of ${SIZE_NAMES[size]} read plainly as fast as Kinesis allows, a second`,
        rounds.map(({ ratio }) => ratio),
        0.8,
      ),
      judged(
        `results end to end / records of ${SIZE_NAMES[size]} read plainly as fast as the emulator answers, a second`,
        rounds.map(({ unpacedRatio }) => unpacedRatio),
        0.8,
      ),
    ]),
    judged('HTTP answered within the deadline, beside a backlog', [beside.inTimeShare], 0.99),
  ];
}

function judged(what: string, values: readonly number[], atLeast: number): Verdict {
  const value = spread(values);
  return { what, value, atLeast, met: value.median >= atLeast };
}
