import type { Scenario } from '../scenario.ts';
import { burst } from './burst.ts';
import { embedded } from './embedded.ts';
import { idle } from './idle.ts';
import { mixed } from './mixed.ts';
import { parallel } from './parallel.ts';
import { passthrough } from './passthrough.ts';
import { poison } from './poison.ts';
import { SATURATION } from './saturation.ts';

/** In the order in which they run when none is named. */
export const SCENARIOS: readonly Scenario[] = [...SATURATION, idle, parallel, passthrough, mixed, poison, burst, embedded];
