import type { Exchange, Workload } from './workload.ts';

/** Requests of one client before it starts over. */
const PER_CLIENT = 64;

/** An instance with a number of its own. */
function instance(number: number): string {
  return `{"id":${number},"text":"the tide comes in"}`;
}

/** A KServe V1 request of one numbered instance; of a model that echoes, only the caller's own answer holds that number. */
export function numberedExchange(number: number): Exchange {
  return exchangeOf(instance(number), '');
}

/** `text`: the instance as JSON. */
function exchangeOf(text: string, besides: string): Exchange {
  const answer = `{"predictions":[${text}]}`;
  return { body: `{"instances":[${text}]${besides}}`, isAnswer: (reply) => reply === answer };
}

/** Requests that each ask for one numbered instance, given as JSON. No two clients share a number. */
export function byNumber(exchangeOf: (text: string) => Exchange): Workload {
  return (client) => Array.from({ length: PER_CLIENT }, (_, i) => exchangeOf(instance((client + 1) * 1000 + i)));
}

export const numberedInstances: Workload = byNumber((text) => exchangeOf(text, ''));

/** The same with parameters: such requests may share a call with those of equal `key` only. */
export function keyedInstances(key: number): Workload {
  const parameters = `,"parameters":{"temperature":${key}}`;
  return byNumber((text) => exchangeOf(text, parameters));
}

/** A ready-made batch of `size` instances. */
export function numberedBatch(size: number): Exchange {
  const instances = Array.from({ length: size }, (_, i) => instance(1000 + i)).join(',');
  const answer = `{"predictions":[${instances}]}`;
  return { body: `{"instances":[${instances}]}`, isAnswer: (reply) => reply === answer };
}
