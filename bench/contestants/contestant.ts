import type { Figures } from '../load/figures.ts';
import type { Load } from '../load/load.ts';
import type { Duration } from '../load/recorder.ts';
import type { Workload } from '../load/workload.ts';
import type { Usage } from '../processes/usage.ts';
import type { Counters } from './counters.ts';

/** Something that takes load, by itself or through others. */
export interface Contestant {
  /** Its name in files. */
  readonly name: string;
  /** What a reader of the plots calls it. */
  readonly label: string;
  /** How it was set up, for whoever wants to do it again. */
  readonly setup: string;
  /** Where requests go, at this load. */
  url(load: Load): string;
  /** What clients send; open loops send numbered instances. */
  readonly workload: Workload;
  /** @default at all loads */
  takesPart?(load: Load): boolean;
  /** Instead of the load's own driver. */
  run?(load: Load, duration: Duration): Promise<Figures>;
  /** What was asked of the model. @default nobody counts */
  counters?(): Promise<Counters>;
  /** Of the process under test. */
  usage?(): Usage | undefined;
}
