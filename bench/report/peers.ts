import { absentLine } from '../peers/absent.ts';
import { faultsLine } from '../peers/faults/text.ts';
import type { PeersResult } from '../peers/result.ts';
import { rowsOf } from './cells.ts';
import type { Entrant } from './entrant.ts';
import { ratioLine } from './ratio-line.ts';

/** What is told of every cell of the peers and of those beside them, its heading first. */
export function peerRows({ blocks }: PeersResult, others: readonly Entrant[]): string[][] {
  const contestants = [...others, ...blocks.map(({ peer }) => peer)];
  return rowsOf({ contestants, cells: blocks.flatMap(({ cells }) => cells) });
}

/** What there is to say besides: how they were set up, how the gateway compares, what they do wrong, and who is not among them. */
export function peerLines({ blocks, faults, absent }: PeersResult): string[] {
  return [
    ...blocks.map(({ peer }) => `${peer.label}: ${peer.setup}`),
    ...blocks.flatMap(({ ratios }) => ratios.map(ratioLine)),
    ...faults.map(faultsLine),
    ...absent.map(absentLine),
  ];
}
