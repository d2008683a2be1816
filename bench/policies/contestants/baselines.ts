import { MOST_ITEMS } from '../cells/cell.ts';
import type { World } from '../world/world.ts';
import type { Contestant } from './contestant.ts';
import { Cork } from './cork.ts';
import { Fixed, type FixedConfig } from './fixed.ts';
import { Kserve } from './kserve.ts';
import { PerKey } from './per-key.ts';
import { Triton } from './triton.ts';

export interface Baseline {
  readonly name: string;
  readonly label: string;
  readonly enter: (world: World) => Contestant;
}

/** Rules of thumb, and those of others' programs as published: none is told the device's law, and only CORK gives requests up. */
export const BASELINES: readonly Baseline[] = [
  fixed('linger', 'linger of 5 ms', { size: MOST_ITEMS, delayMs: 5, inFlight: 1 }),
  fixed('eager', 'eager', { size: MOST_ITEMS, delayMs: 0, inFlight: 1 }),
  perKey('kserve', 'KServe agent', (world) => new Kserve(world)),
  perKey('triton', 'Triton', (world) => new Triton(world)),
  perKey('cork', 'BentoML CORK', (world) => new Cork(world)),
];

function fixed(name: string, label: string, config: FixedConfig): Baseline {
  return { name, label, enter: (world) => new Fixed(world, config, { sheds: false }) };
}

function perKey(name: string, label: string, one: (world: World) => Contestant): Baseline {
  return { name, label, enter: (world) => new PerKey(world, () => one(world)) };
}
