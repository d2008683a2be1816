import { isDeepStrictEqual } from 'node:util';
import { byNumber } from '../../load/numbered-instances.ts';
import type { Exchange, Workload } from '../../load/workload.ts';
import type { Dialect } from './dialects.ts';

/** The numbered instances of the gateway's own benchmark, as a dialect has them. */
export function numbered(dialect: Dialect): Workload {
  return byNumber((instance) => exchange(dialect, JSON.parse(instance) as object));
}

/** Replies may be spaced and ordered as they like. */
export function exchange(dialect: Dialect, instance: object): Exchange {
  return {
    body: JSON.stringify(dialect.request(instance)),
    isAnswer: (reply) => isDeepStrictEqual(predictions(dialect, reply), [instance]),
  };
}

function predictions(dialect: Dialect, reply: string): unknown {
  try {
    return dialect.predictions(JSON.parse(reply));
  } catch {
    return undefined;
  }
}
