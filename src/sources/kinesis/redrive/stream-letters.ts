import type { Clock } from '../../../kernel/clock.ts';
import { ByteBudget } from '../reading/byte-budget.ts';
import { ShardReader } from '../reading/shard-reader.ts';
import { StreamError, type StreamFault, type StreamPort, type StreamRecord } from '../stream-port.ts';
import type { Found } from './found.ts';

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

/** The pages of a shard, each read only when the one before is done with. */
async function* pagesOf(parts: StreamLettersParts, span: Span, signal: AbortSignal): AsyncGenerator<readonly StreamRecord[]> {
  const leaving = new AbortController();
  // Room for a page, whatever its size, as long as no other one is held.
  const room = new ByteBudget(1);
  let page: readonly StreamRecord[] | undefined;
  let hasEnded = false;
  let wake = (): void => {};
  const take = (records: readonly StreamRecord[]): number => {
    if (records.length === 0) return 0;
    page = records;
    wake();
    return 1;
  };
  const fault = faultListener(parts, leaving);
  const { clock, stream } = parts;
  const listener = { read() {}, reopened() {}, fault };
  const reader = new ShardReader(
    { kind: 'TRIM_HORIZON' },
    { clock, stream, ...span, budgets: [room], idleMs: 0, listener, take },
  );
  const reading = reader.toItsEnd(AbortSignal.any([signal, leaving.signal])).finally(() => {
    hasEnded = true;
    wake();
  });
  // It is waited for below, unless whoever takes the pages leaves.
  reading.catch(() => {});
  try {
    for (;;) {
      if (page !== undefined) {
        yield page;
        page = undefined;
        room.giveBack(1);
      } else if (hasEnded) {
        await reading;
        return;
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
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
