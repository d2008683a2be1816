import type { Peer } from './peer.ts';

/** Who takes part with `--peers`. */
export const PEERS: readonly Peer[] = [];
