import type { Figures } from '../load/figures.ts';
import type { Duration } from '../load/recorder.ts';
import type { Counters } from './counters.ts';

/** Something that takes load, by itself or through others. */
export interface Contestant {
  /** Its name in files. */
  readonly name: string;
  /** What a reader of the plots calls it. */
  readonly label: string;
  /** How it was set up, for whoever wants to do it again. */
  readonly setup: string;
  /** The client counts at which it takes part. @default all */
  readonly onlyClients?: readonly number[];
  run(load: Load): Promise<Figures>;
  counters(): Promise<Counters>;
}

export interface Load extends Duration {
  readonly clients: number;
}
