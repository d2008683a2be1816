import type { Exchange } from './workload.ts';

/** Requests of one client before it starts over. */
const PER_CLIENT = 64;

/** An instance with a number of its own. */
function instance(number: number): string {
  return `{"id":${number},"text":"the tide comes in"}`;
}

/** A KServe V1 request of one numbered instance; of a model that echoes, only the caller's own answer holds that number. */
export function numberedExchange(number: number): Exchange {
  return exchangeOf(number, '');
}

function exchangeOf(number: number, besides: string): Exchange {
  const answer = `{"predictions":[${instance(number)}]}`;
  return { body: `{"instances":[${instance(number)}]${besides}}`, isAnswer: (reply) => reply === answer };
}

/** No two clients share a number. */
export function numberedInstances(client: number): Exchange[] {
  return Array.from({ length: PER_CLIENT }, (_, i) => numberedExchange((client + 1) * 1000 + i));
}

/** The same with parameters: such requests may share a call with those of equal `key` only. */
export function keyedInstances(client: number, key: number): Exchange[] {
  const parameters = `,"parameters":{"temperature":${key}}`;
  return Array.from({ length: PER_CLIENT }, (_, i) => exchangeOf((client + 1) * 1000 + i, parameters));
}

/** A ready-made batch of `size` instances. */
export function numberedBatch(size: number): Exchange {
  const instances = Array.from({ length: size }, (_, i) => instance(1000 + i)).join(',');
  const answer = `{"predictions":[${instances}]}`;
  return { body: `{"instances":[${instances}]}`, isAnswer: (reply) => reply === answer };
}
