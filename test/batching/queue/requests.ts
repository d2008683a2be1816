import type { Settlement, Submission } from '../../../src/batching/port.ts';
import { type Chunk, type ChunkTraits, makeChunk } from '../../../src/batching/queue/chunk.ts';
import { newRequest, type Request } from '../../../src/batching/request.ts';

export type Text = Chunk<string, string>;

/** A submission of items of these sizes in bytes, each of cost 1. */
export function submissionOf(sizes: readonly number[], traits: Partial<Submission<string>> = {}): Submission<string> {
  const items = sizes.map((bytes, index) => ({ payload: String(index), bytes, cost: 1, length: bytes }));
  const plain = {
    key: 'k',
    maxCompany: 1e9,
    overheadBytes: 0,
    deadline: 1e9,
    expiresAt: 1e9,
    maxWaitMs: Number.POSITIVE_INFINITY,
    priority: 1,
    tenant: '',
  };
  return { ...plain, items, ...traits };
}

export function requestOf(
  sizes: readonly number[],
  traits: Partial<Submission<string>> = {},
  settle: (settlement: Settlement<string>) => void = () => {},
): Request<string, string> {
  return newRequest(submissionOf(sizes, traits), 0, settle);
}

/** All of a request. */
export function wholeOf(request: Request<string, string>, order: number, traits: Partial<ChunkTraits> = {}): Text {
  const { items } = request.submission;
  return makeChunk(request, items, 0, { maxCompany: 1e9, holdBy: Number.POSITIVE_INFINITY, order, ...traits });
}

/** A request of one chunk that arrived in that place, `items` items of 10 bytes. */
export function chunkOf(order: number, items = 1, traits: Partial<Submission<string>> = {}): Text {
  return wholeOf(
    requestOf(
      Array.from({ length: items }, () => 10),
      traits,
    ),
    order,
  );
}

export function ordersOf(chunks: Iterable<Text>): number[] {
  return [...chunks].map(({ traits }) => traits.order);
}
