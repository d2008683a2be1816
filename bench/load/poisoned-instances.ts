import { numberedExchange } from './numbered-instances.ts';
import type { Exchange, Workload } from './workload.ts';

/** A text that makes a model server refuse a call, when it is told so. */
export const POISON = 'poison';

/** One of so many is poison: the requests of one client before it starts over. */
const PER_CLIENT = 100;
/** Clients begin at different places, so that their poison does not come at once. */
const STRIDE = 37;

/** Numbered instances, one of which its caller, and nobody else, is told with this status that the model refuses. */
export function poisonedInstances(status: number): Workload {
  return (client) => {
    const poisonAt = (client * STRIDE) % PER_CLIENT;
    return Array.from({ length: PER_CLIENT }, (_, i) => {
      const number = (client + 1) * 1000 + i;
      return i === poisonAt ? poisoned(number, status) : numberedExchange(number);
    });
  };
}

function poisoned(number: number, status: number): Exchange {
  const body = `{"instances":[{"id":${number},"text":"${POISON}"}]}`;
  return { body, status, isAnswer: (reply) => reply.includes('Simulated refusal of an item') };
}
