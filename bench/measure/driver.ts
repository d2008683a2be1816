import type { Contestant } from '../contestants/contestant.ts';
import { closedLoop } from '../load/closed-loop.ts';
import type { Figures } from '../load/figures.ts';
import type { Load } from '../load/load.ts';
import { type Generator, openLoop } from '../load/open-loop.ts';
import type { Duration } from '../load/recorder.ts';

/** A run's time, and what its chance begins with. */
export interface Turn extends Duration {
  readonly seed: number;
}

/** Puts a load on a contestant. */
export type Driver = (contestant: Contestant, load: Load, turn: Turn) => Promise<Figures>;

/** `generator` is needed for open loads only. */
export function driver(generator: Generator | undefined): Driver {
  return async (contestant, load, turn) => {
    if (contestant.run !== undefined) return contestant.run(load, turn);
    const url = contestant.url(load);
    if (load.kind === 'closed') return closedLoop({ ...turn, url, clients: load.clients, workload: contestant.workload });
    if (generator === undefined) throw new Error('Expected a load generator for an open load');
    return openLoop(generator, { ...turn, url, load });
  };
}
