import { type Spread, spread } from '../statistics/spread.ts';
import type { Beside } from './beside-http.ts';
import type { Throughput } from './throughput.ts';

export interface Verdict {
  readonly what: string;
  readonly value: Spread;
  readonly atLeast: number;
  readonly met: boolean;
}

export function verdicts(throughput: Throughput, { beside }: Beside): Verdict[] {
  return [
    judged(
      'results end to end / records read plainly, a second',
      throughput.rounds.map(({ ratio }) => ratio),
      0.8,
    ),
    judged('HTTP answered within the deadline, beside a backlog', [beside.inTimeShare], 0.99),
  ];
}

function judged(what: string, values: readonly number[], atLeast: number): Verdict {
  const value = spread(values);
  return { what, value, atLeast, met: value.median >= atLeast };
}
