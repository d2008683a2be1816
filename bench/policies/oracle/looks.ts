import { type Cell, FULL_CALL_MS } from '../cells/cell.ts';
import { Fixed } from '../contestants/fixed.ts';
import { runLean } from '../measure/run-lean.ts';
import type { Figures } from '../measure/tally.ts';
import type { Window } from '../measure/window.ts';
import type { Fate } from '../world/fate.ts';
import { configAt, type Point } from './grid.ts';

/** Goodputs that differ by less are equal: then the smaller latency is better. */
const EQUAL = 0.005;

interface Look {
  readonly point: Point;
  readonly figures: Figures;
}

/** Fixed configurations tried in one window of a cell. */
export class Looks {
  readonly #look: (point: Point) => Figures;
  readonly #seen = new Map<string, Look>();

  constructor(cell: Cell, fate: Fate, window: Window) {
    const startAt = Math.max(0, window.from - runUpOf(cell));
    this.#look = (point) => runLean(cell, fate, window, (world) => new Fixed(world, configAt(point), { sheds: true }), startAt);
  }

  at(point: Point): Figures {
    const key = `${point.size} ${point.delay} ${point.inFlight}`;
    const seen = this.#seen.get(key) ?? { point, figures: this.#look(point) };
    this.#seen.set(key, seen);
    return seen.figures;
  }

  /** The best so far, the best first: each time the one of the least latency among those of equal goodput. */
  best(count: number): Point[] {
    const left = new Set(this.#seen.values());
    const best: Point[] = [];
    while (best.length < count && left.size > 0) {
      const chosen = bestOf([...left]);
      best.push(chosen.point);
      left.delete(chosen);
    }
    return best;
  }

  /** Goes from neighbour to neighbour as long as that is better. */
  climb(from: Point, neighbours: (point: Point) => Point[]): void {
    let here = from;
    for (let next: Point | undefined = from; next !== undefined; here = next ?? here) {
      next = neighbours(here).find((point) => isBetter(this.at(point), this.at(here)));
    }
  }
}

/** How long it takes until all is as if it had always been so: overload has filled the line with all that can be in time. */
function runUpOf({ deadlineMs, traffic }: Cell): number {
  switch (traffic.kind) {
    case 'closed':
      return Number.POSITIVE_INFINITY;
    case 'poisson':
      return 5 * FULL_CALL_MS + (1.5 * deadlineMs) / (traffic.load > 1 ? Math.min(2, traffic.load - 1) : 1);
    default:
      return 5 * FULL_CALL_MS + 5 * deadlineMs;
  }
}

function bestOf(looks: readonly Look[]): Look {
  const most = Math.max(...looks.map(({ figures }) => figures.goodput));
  const equal = looks.filter(({ figures }) => figures.goodput >= most * (1 - EQUAL));
  return equal.reduce((one, other) => (other.figures.meanLatencyMs < one.figures.meanLatencyMs ? other : one));
}

function isBetter(one: Figures, other: Figures): boolean {
  if (one.goodput > other.goodput * (1 + EQUAL)) return true;
  return one.goodput >= other.goodput && one.meanLatencyMs < other.meanLatencyMs;
}
