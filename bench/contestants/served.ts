import { closedLoop } from '../load/closed-loop.ts';
import type { Workload } from '../load/workload.ts';
import type { Contestant } from './contestant.ts';

export interface Served extends Pick<Contestant, 'name' | 'label' | 'setup' | 'counters'> {
  /** Where so many clients send their requests. */
  readonly url: (clients: number) => string;
  readonly workload: Workload;
}

/** A contestant that is a server, under closed-loop load. */
export function served({ url, workload, ...about }: Served): Contestant {
  return { ...about, run: (load) => closedLoop({ ...load, url: url(load.clients), workload }) };
}
