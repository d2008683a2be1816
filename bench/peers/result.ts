import type { Cell } from '../measure/cell.ts';
import type { RatioFound } from '../measure/ratio.ts';
import type { Entrant } from '../report/entrant.ts';
import type { Absent } from './absent.ts';
import type { Faults } from './faults/find-faults.ts';

/** What a result says of the peers. */
export interface PeersResult {
  readonly blocks: readonly Block[];
  readonly absent: readonly Absent[];
  readonly faults: readonly Faults[];
}

/** Rounds in which a peer, with one choice of settings, took turns with others of the scenario. */
export interface Block {
  readonly peer: Entrant;
  /** Of all who took turns. */
  readonly cells: readonly Cell[];
  readonly ratios: readonly RatioFound[];
}
