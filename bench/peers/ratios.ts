import { closed, nameOf } from '../load/load.ts';
import type { Cell } from '../measure/cell.ts';
import { findRatio, type RatioFound, throughput } from '../measure/ratio.ts';
import { SWEPT_CLIENTS } from './sweep.ts';

/** The gateway's figures as shares of a peer's in the same rounds, at the client counts that best settings were sought at. */
export function peerRatios(peer: string, cells: readonly Cell[]): RatioFound[] {
  return closed(...SWEPT_CLIENTS)
    .map(nameOf)
    .flatMap((load) => [throughput('gateway', peer, load), shareOfP99(peer, load)])
    .flatMap((ratio) => findRatio(ratio, cells) ?? []);
}

function shareOfP99(peer: string, load: string) {
  return { what: `gateway / ${peer}, p99`, of: 'gateway', to: peer, load, measure: 'p99Ms', as: 'share' } as const;
}
