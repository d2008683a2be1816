import type { Clock } from '../../../kernel/clock.ts';
import { ShardReader } from '../reading/shard-reader.ts';
import { StreamError, type StreamFault, type StreamPort, type StreamRecord } from '../stream-port.ts';
import type { Found } from './found.ts';
import { PageByPage } from './page-by-page.ts';

/** The service tells its time in whole seconds, cut off: so much later it may be in truth. */
const CUT_MS = 1000;

export interface StreamLettersParts {
  readonly clock: Clock;
  readonly stream: StreamPort;
  /** Something is wrong with the stream that may pass; it is read again. */
  readonly troubled: (message: string) => void;
}

/**
 * The records of a stream of dead letters: all that it holds, up to now, so that what dies again is not read again. One shard
 * after the other, parents before children (their ids are in that order), so that letters of one key come in theirs.
 * @throws {StreamError} when it cannot be read, and what the signal was aborted with
 */
export async function* streamLetters(parts: StreamLettersParts, signal: AbortSignal): AsyncGenerator<Found> {
  const shards = await parts.stream.shards();
  const untilMs = parts.stream.now() + CUT_MS;
  for (const id of shards.map((shard) => shard.id).toSorted())
    for await (const page of pagesOf(parts, { shardId: id, untilMs }, signal))
      for (const { sequenceNumber, data } of page) yield { where: `${id} ${sequenceNumber}`, body: data };
}

interface Span {
  readonly shardId: string;
  readonly untilMs: number;
}

async function* pagesOf(parts: StreamLettersParts, span: Span, signal: AbortSignal): AsyncGenerator<readonly StreamRecord[]> {
  const { clock, stream } = parts;
  const leaving = new AbortController();
  const pages = new PageByPage();
  const reader = new ShardReader(
    { kind: 'TRIM_HORIZON' },
    {
      clock,
      stream,
      ...span,
      budgets: [pages.room],
      idleMs: 0,
      listener: { read() {}, reopened() {}, fault: faultListener(parts, leaving) },
      take: (records) => pages.put(records),
    },
  );
  try {
    yield* pages.until(reader.toItsEnd(AbortSignal.any([signal, leaving.signal])));
  } finally {
    leaving.abort(new Error('nobody reads on'));
  }
}

/** A consumer would wait for somebody to put it right; a command had better say so and end. */
function faultListener({ troubled }: StreamLettersParts, leaving: AbortController) {
  return (fault: StreamFault, message: string): void => {
    if (fault === 'denied' || fault === 'missing') leaving.abort(new StreamError(fault, message));
    else if (fault === 'unavailable') troubled(message);
  };
}
