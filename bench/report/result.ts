import type { Figures } from '../load/figures.ts';
import type { Load } from '../load/load.ts';
import type { Cell } from '../measure/cell.ts';
import type { Plan } from '../measure/plan.ts';
import type { RatioFound } from '../measure/ratio.ts';
import type { About } from './about.ts';

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
}

interface Entrant {
  readonly name: string;
  readonly label: string;
  readonly setup: string;
  readonly versions?: Readonly<Record<string, string>>;
}
