import { numberedExchange } from '../load/numbered-instances.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { send, type Target } from './send.ts';

export interface Clients {
  /** Each sends its next request when it has the answer to the last. */
  readonly clients: number;
  readonly seconds: number;
}

/** Keeps so many requests under way: what the endpoint does when there is always enough to do. */
export async function closedLoop(target: Target, { clients, seconds }: Clients): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const startedAt = performance.now();
  let sent = 0;
  const sendNext = async (): Promise<void> => {
    const dueAt = performance.now() - startedAt;
    const exchange = numberedExchange(sent++);
    outcomes.push(outcomeOf(exchange, dueAt, await send(target, exchange.body), startedAt));
  };
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) await sendNext();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return outcomes;
}
