import { request } from 'undici';
import type { Programs } from '../processes/programs.ts';
import type { Order } from './order.ts';
import type { Outcome } from './outcome.ts';

/** Does what it is told, one order after another. */
export type LoadGenerator = (order: Order) => Promise<Outcome[]>;

/** Starts the load generator. It stays up for all runs, so that its code is compiled by the first. */
export async function startLoadGenerator(programs: Programs): Promise<LoadGenerator> {
  const args = ['--import', 'tsx', 'bench/load-generator/main.ts'];
  const url = await programs.start({ name: 'load generator', args, readyPath: '/' });
  const patience = { headersTimeout: 0, bodyTimeout: 0 };
  return async (order) => {
    const { body } = await request(url, { method: 'POST', body: JSON.stringify(order), ...patience });
    return (await body.json()) as Outcome[];
  };
}
