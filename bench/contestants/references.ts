import { type Load, nameOf } from '../load/load.ts';
import { numberedBatch } from '../load/numbered-instances.ts';
import { readyMade } from '../load/ready-made.ts';
import type { Workload } from '../load/workload.ts';
import type { Programs } from '../processes/programs.ts';
import type { Contestant } from './contestant.ts';
import { modelCounters } from './model-counters.ts';
import { reference } from './reference.ts';

/** The model server that all share, and what is sent to it. */
export interface Behind {
  readonly programs: Programs;
  /** Where it takes calls. */
  readonly model: string;
  readonly workload: Workload;
  /** It does not count what it is asked. */
  readonly isUncounted?: boolean;
}

/** Clients call the model server themselves. */
export function direct({ programs, model, workload }: Behind): Contestant {
  const setup = 'the model server itself';
  const usage = () => programs.usage(new URL(model).origin);
  return { name: 'direct', label: 'Direct', setup, workload, url: () => model, counters: () => modelCounters(model), usage };
}

/** Fastify and undici, a call for each request. */
export async function plainProxy({ programs, model, workload, isUncounted }: Behind): Promise<Contestant> {
  const origin = await reference(programs, 'plain-proxy', '--upstream', model);
  return {
    name: 'plain-proxy',
    label: 'Plain proxy',
    setup: 'bench/references/plain-proxy.ts',
    workload,
    url: () => `${origin}/invocations`,
    ...(isUncounted ? {} : { counters: () => modelCounters(model) }),
    usage: () => programs.usage(origin),
  };
}

/** Told the number of clients, and so always sends them as one batch; of closed loops only. */
export async function clairvoyant(behind: Behind, loads: readonly Load[], cap: number): Promise<Contestant> {
  const { programs, model, workload } = behind;
  const counts = loads.flatMap((load) => (load.kind === 'closed' ? [load.clients] : []));
  const told = ['--upstream', model, '--clients', counts.join(','), '--cap', String(cap)];
  const origin = await reference(programs, 'clairvoyant', ...told);
  return {
    name: 'clairvoyant',
    label: 'Clairvoyant gateway',
    setup: 'bench/references/clairvoyant.ts',
    workload,
    takesPart: ({ kind }) => kind === 'closed',
    url: (load) => `${origin}/${load.kind === 'closed' ? load.clients : 0}/invocations`,
    counters: () => modelCounters(model),
    usage: () => programs.usage(origin),
  };
}

/** Two calls of `cap` always under way, at one load only: the most that the model gives, whoever puts its calls together. */
export function readyMadeBatches({ model, workload }: Behind, cap: number, load: string): Contestant {
  const batches = { url: model, batch: numberedBatch(cap), itemsInBatch: cap, inFlight: 2 };
  return {
    name: 'ready-made',
    label: 'Ready-made batches',
    setup: `the model server itself, two batches of ${cap} under way; figures are of items`,
    workload,
    takesPart: (each) => nameOf(each) === load,
    url: () => model,
    run: (_load, duration) => readyMade({ ...batches, ...duration }),
    counters: () => modelCounters(model),
  };
}
