import type { Clock } from '../../../kernel/clock.ts';
import type { ByteBudget } from '../../pulled/byte-budget.ts';
import type { StreamFault, StreamPort, StreamRecord } from '../stream-port.ts';

/** Reads one shard, by whichever way; knows nothing of what records are for. */
export interface Reader {
  /** Resolves behind the last record of a closed shard, or at the bound. @throws what the signal was aborted with, and nothing else */
  toItsEnd(signal: AbortSignal): Promise<Ending>;
}

/** Why there is nothing more to read: the shard has ended, or what was asked for has. */
export type Ending = 'shard' | 'bound';

export interface ReaderListener {
  read(records: number, bytes: number, millisBehindLatest: number | undefined): void;
  /** An iterator had to be opened again, or a subscription. */
  reopened(): void;
  fault(fault: StreamFault, message: string): void;
}

export interface ReaderParts {
  readonly clock: Clock;
  readonly stream: StreamPort;
  readonly shardId: string;
  /** Of the whole stream, and of this shard: while one is full nothing is read; what comes with one reading may overfill it. */
  readonly budgets: readonly ByteBudget[];
  /** Of all shards: what is read and not taken by the endpoint yet. While it is full nothing is read; what is may overfill it. */
  readonly ahead?: ByteBudget;
  /** How long to wait at the tip before looking again, where that has to be asked for, in milliseconds. */
  readonly idleMs: number;
  /** What came later than this is not read, nor waited for, in milliseconds since the Unix epoch; undefined: all is. */
  readonly untilMs?: number | undefined;
  readonly listener: ReaderListener;
  /** Takes records over. @returns the bytes that they hold until they are done, to be given back by whoever takes them */
  readonly take: (records: readonly StreamRecord[]) => number;
}

/** How many records, of the first ones, were there in time. */
export function within(records: readonly StreamRecord[], untilMs = Number.POSITIVE_INFINITY): number {
  const late = records.findIndex(({ arrivedAt }) => arrivedAt > untilMs);
  return late < 0 ? records.length : late;
}

/** What was read at once. */
interface Read {
  readonly records: readonly StreamRecord[];
  readonly millisBehindLatest: number | undefined;
}

export function isAtTip({ records, millisBehindLatest }: Read): boolean {
  return records.length === 0 && (millisBehindLatest ?? 0) === 0;
}

/** @param isLast whether the shard has ended with it */
export function endingOf(read: Read, isLast: boolean, untilMs: number | undefined): Ending | undefined {
  if (within(read.records, untilMs) < read.records.length) return 'bound';
  if (isLast) return 'shard';
  return untilMs !== undefined && isAtTip(read) ? 'bound' : undefined;
}

export function bytesOf(records: readonly StreamRecord[]): number {
  return records.reduce((sum, { data }) => sum + data.length, 0);
}
