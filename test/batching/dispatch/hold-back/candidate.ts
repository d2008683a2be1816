import type { Candidate } from '../../../../src/batching/dispatch/hold-back/hold-back.ts';

/** One item that came just now and could go at once. */
export function candidateOf(traits: Partial<Candidate> = {}): Candidate {
  const plain = { key: 'k', items: 1, room: 32, oldestAt: 1000, readyAt: 1000, paceUntil: 1000 };
  return { ...plain, sendBy: Number.POSITIVE_INFINITY, ...traits };
}
