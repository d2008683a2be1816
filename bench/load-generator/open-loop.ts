import { setTimeout as pause } from 'node:timers/promises';
import { numberedExchange } from '../load/numbered-instances.ts';
import { type Arrivals, dueTimes } from './arrivals.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { send, type Target } from './send.ts';

/** Between the order and the first arrival: what it takes to get ready is nobody's lag. */
const LEAD_MS = 100;

/** Sends each request at its time, whatever became of those before it; resolves when all have ended. */
export async function openLoop(target: Target, arrivals: Arrivals): Promise<Outcome[]> {
  const exchanges = dueTimes(arrivals).map((dueAt, i) => ({ dueAt, ...numberedExchange(i) }));
  const startedAt = performance.now() + LEAD_MS;
  const outcomes: Promise<Outcome>[] = [];
  for (const exchange of exchanges) {
    await until(startedAt + exchange.dueAt);
    const sent = send(target, exchange.body);
    outcomes.push(sent.then((reply) => outcomeOf(exchange, exchange.dueAt, reply, startedAt)));
  }
  return Promise.all(outcomes);
}

/** Timers count whole milliseconds and may be early by a part of one. What is due already is not kept waiting for a turn. */
async function until(time: number): Promise<void> {
  for (let left = time - performance.now(); left > 0; left = time - performance.now()) await pause(left);
}
