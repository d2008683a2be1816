import type { Arrivals } from './arrivals.ts';
import type { Clients } from './closed-loop.ts';

/** What the load generator is told to do. */
export type Order = {
  readonly url: string;
  /** Of each request, beside those of its body. */
  readonly headers?: Readonly<Record<string, string>>;
} & ({ readonly kind: 'open'; readonly arrivals: Arrivals } | { readonly kind: 'closed'; readonly clients: Clients });
