import { type Cell, type DeviceSpec, FULL_CALL_MS, MOST_ITEMS, type TrafficSpec } from './cell.ts';
import { MEAN_PADDED_UNITS } from './padding.ts';

const DEADLINE_MS = { tight: 2.5 * FULL_CALL_MS, loose: 20 * FULL_CALL_MS } as const;
type Deadline = keyof typeof DEADLINE_MS;

/** Traffic and deadline, as the cells are named after them. */
type Demand = readonly [string, TrafficSpec, Deadline];
type Kind = Partial<Omit<DeviceSpec, 'baseMs' | 'perUnitMs'>>;

/** A serial device of that ratio of fixed cost to cost per unit, whose full call takes FULL_CALL_MS, but for what `kind` says. */
export function device(ratio: number, kind: Kind = {}): DeviceSpec {
  const units = kind.padded === true ? (MEAN_PADDED_UNITS[MOST_ITEMS] as number) : MOST_ITEMS;
  const perUnitMs = FULL_CALL_MS / (ratio + units);
  const plain = { servers: 1, slowness: [], jitter: 0, stalls: false, drifts: false, change: 'none', padded: false } as const;
  return { ...plain, bears: Number.POSITIVE_INFINITY, baseMs: ratio * perUnitMs, perUnitMs, ...kind };
}

function poisson(percents: readonly number[], deadline: Deadline): Demand[] {
  return percents.map((percent) => [
    `poisson ${percent}%`,
    { kind: 'poisson', load: percent / 100, keys: 1, tenants: 1 },
    deadline,
  ]);
}

function closed(...counts: readonly number[]): Demand[] {
  return counts.map((clients) => [`closed ${clients}`, { kind: 'closed', clients }, 'loose']);
}

function bursts(...deadlines: readonly Deadline[]): Demand[] {
  return deadlines.flatMap((deadline) =>
    [16, 48].map((size): Demand => [`bursts of ${size}`, { kind: 'bursts', size }, deadline]),
  );
}

function waves(...deadlines: readonly Deadline[]): Demand[] {
  return deadlines.flatMap((deadline): Demand[] => [
    ['on/off', { kind: 'onOff' }, deadline],
    ['ramp', { kind: 'ramp' }, deadline],
  ]);
}

function shared(deadline: Deadline): Demand[] {
  const tenants = [80, 130].map(
    (percent): Demand => [`20 tenants ${percent}%`, { kind: 'poisson', load: percent / 100, keys: 1, tenants: 20 }, deadline],
  );
  const keys = [50, 80].map(
    (percent): Demand => [`2 keys ${percent}%`, { kind: 'poisson', load: percent / 100, keys: 2, tenants: 1 }, deadline],
  );
  return [...tenants, ...keys];
}

function cross(name: string, kind: Kind, ratios: readonly number[], demands: readonly Demand[]): Cell[] {
  return ratios.flatMap((ratio) =>
    demands.map(([demand, traffic, deadline]) => ({
      name: `${name} a/b=${ratio} | ${demand} | ${deadline}`,
      device: device(ratio, kind),
      traffic,
      deadlineMs: DEADLINE_MS[deadline],
    })),
  );
}

const RATIOS = [0.1, 1, 5, 20, 100];
const TWO_RATIOS = [1, 20];
const ALL_LOADS = [2, 20, 50, 80, 95, 110, 130, 200, 500];
/** What devices with a quirk are asked for. */
const SOME: readonly Demand[] = [...poisson([50, 95, 130], 'tight'), ...poisson([80, 110], 'loose'), ...closed(16, 64)];
const CHANGES = ['slower', 'faster', 'lost', 'added'] as const;

export const CELLS: readonly Cell[] = [
  ...cross('serial', {}, RATIOS, [
    ...poisson(ALL_LOADS, 'tight'),
    ...poisson([50, 80, 95, 110, 200], 'loose'),
    ...closed(1, 4, 16, 64, 256),
  ]),
  ...[2, 4, 16].flatMap((servers) =>
    cross(`${servers} servers`, { servers }, servers === 16 ? [1, 20, 100] : TWO_RATIOS, [
      ...poisson([20, 80, 110, 500], 'tight'),
      ...poisson([80, 130], 'loose'),
      ...closed(16, 256),
    ]),
  ),
  ...[0.1, 0.3].flatMap((jitter) => cross(`jitter ${jitter}`, { jitter }, [5], SOME)),
  ...cross('4 servers, jitter 0.3', { servers: 4, jitter: 0.3 }, [20], [...poisson([50, 95, 130], 'tight'), ...closed(64)]),
  ...cross('stalls', { stalls: true }, TWO_RATIOS, SOME),
  ...cross('4 servers, stalls', { servers: 4, stalls: true }, [20], [...poisson([95, 130], 'tight'), ...closed(64)]),
  ...cross('two-speed', { servers: 2, slowness: [1, 2] }, TWO_RATIOS, SOME),
  ...cross('drifting', { drifts: true }, TWO_RATIOS, [
    ...poisson([50, 80, 110, 200], 'tight'),
    ...poisson([95], 'loose'),
    ...closed(16, 64),
  ]),
  ...CHANGES.flatMap((change) =>
    cross(change, { change, servers: change === 'lost' ? 2 : 1 }, TWO_RATIOS, [
      ...poisson([50, 80, 130], 'tight'),
      ...poisson([80], 'loose'),
      ...closed(64),
    ]),
  ),
  ...cross('padded', { padded: true }, TWO_RATIOS, [
    ...poisson([20, 50, 80, 110, 200], 'tight'),
    ...poisson([50, 110], 'loose'),
    ...closed(16, 64),
  ]),
  ...[1, 2, 4, 8].flatMap((bears) =>
    cross(`bears ${bears}`, { servers: 16, bears }, TWO_RATIOS, [
      ...poisson([50, 95, 200], 'tight'),
      ...poisson([80], 'loose'),
      ...closed(16, 256),
    ]),
  ),
  ...cross('serial', {}, [1, 5, 20, 100], bursts('tight')),
  ...cross('serial', {}, [20], bursts('loose')),
  ...cross('serial', {}, [1, 5, 20], waves('tight', 'loose')),
  ...cross('4 servers', { servers: 4 }, [20], [...bursts('tight'), ...waves('tight', 'loose')]),
  ...cross('serial', {}, TWO_RATIOS, shared('tight')),
  ...cross('serial', {}, [20], shared('loose')),
];
