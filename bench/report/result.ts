import type { Figures } from '../load/figures.ts';
import type { Load } from '../load/load.ts';
import type { Cell } from '../measure/cell.ts';
import type { Plan } from '../measure/plan.ts';
import type { RatioFound } from '../measure/ratio.ts';
import type { PeersResult } from '../peers/result.ts';
import type { About } from './about.ts';
import type { Entrant } from './entrant.ts';

/** A whole scenario, measured. This is what the JSON file holds. */
export interface Result extends About {
  readonly scenario: string;
  readonly title: string;
  readonly facts: string;
  readonly settings: Plan;
  readonly loads: readonly Load[];
  readonly contestants: readonly Entrant[];
  /** Against a bare route that echoes, 64 clients. */
  readonly loadGeneratorCeiling: Figures;
  /** The same of the one that sends the open loops. */
  readonly openLoopCeilingPerSecond?: number;
  readonly ratios: readonly RatioFound[];
  readonly cells: readonly Cell[];
  /** When they were asked for. */
  readonly peers?: PeersResult;
}
