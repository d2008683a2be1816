import type { Scenario } from '../scenario.ts';
import { embedded } from './embedded.ts';
import { simulated } from './simulated.ts';

/** In the order in which they run when none is named. */
export const SCENARIOS: readonly Scenario[] = [simulated, embedded];
