import type { Measure } from '../measure/cell.ts';
import type { Spread } from '../statistics/spread.ts';
import { isScenario, type Recorded } from './recorded.ts';
import { verdictsIn } from './verdicts.ts';

/** A number that two runs can be compared by. */
export interface Figure {
  /** The same in both. */
  readonly what: string;
  readonly value: Spread;
  readonly better: 'higher' | 'lower';
  /** Of a reference: when it moves, it was not the gateway that changed. */
  readonly isReference: boolean;
}

const COMPARED: Readonly<Partial<Record<Measure, Figure['better']>>> = {
  perSecond: 'higher',
  inTimeShare: 'higher',
  p50Ms: 'lower',
  p99Ms: 'lower',
  p999Ms: 'lower',
  callsPerItem: 'lower',
  cpuPer1000: 'lower',
  rssMiB: 'lower',
};

/** Of a reference, what the machine shows in. */
const OF_REFERENCES: readonly string[] = ['perSecond', 'p50Ms', 'cpuPer1000'];

/** What is aimed at, and all measures of all cells. */
export function figuresIn(recorded: Recorded): Figure[] {
  const aimedAt = verdictsIn(recorded).map(({ what, value, limit }): Figure => {
    return { what, value, better: 'atLeast' in limit ? 'higher' : 'lower', isReference: false };
  });
  return [...aimedAt, ...(isScenario(recorded) ? ofCells(recorded) : [])];
}

function ofCells({ cells }: Parameters<typeof isScenario>[0]): Figure[] {
  return (cells ?? []).flatMap(({ contestant = '', load, summary = {} }) => {
    const isReference = !contestant.startsWith('gateway');
    return Object.entries(COMPARED).flatMap(([measure, better]) => {
      const value = summary[measure as Measure];
      const isLeftOut = value === undefined || (isReference && !OF_REFERENCES.includes(measure));
      return isLeftOut ? [] : [{ what: `${contestant}, ${load}: ${measure}`, value, better, isReference }];
    });
  });
}
