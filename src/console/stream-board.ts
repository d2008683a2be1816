import type { StreamListener, StreamSnapshot } from '../sources/kinesis/events.ts';
import type { StreamTick } from './feed.ts';
import type { Happenings } from './happenings.ts';
import { rounded } from './rounded.ts';

/** What is shown of one stream. */
export class StreamBoard implements StreamListener {
  readonly #name: string;
  readonly #happenings: Happenings;
  #read = 0;
  #ended = 0;
  #dead = 0;

  constructor(name: string, happenings: Happenings) {
    this.#name = name;
    this.#happenings = happenings;
  }

  read(records: number): void {
    this.#read += records;
  }

  ended(outcome: Parameters<StreamListener['ended']>[0]): void {
    this.#ended += 1;
    if (outcome !== 'ok') this.#dead += 1;
  }

  buried(_entry: unknown, { code }: Parameters<StreamListener['buried']>[1]): void {
    this.#note('buried', code);
  }

  retried(): void {}

  paused(reason: Parameters<StreamListener['paused']>[0]): void {
    this.#note(reason === undefined ? 'reading' : 'paused', reason);
  }

  leased(shardId: string, how: string): void {
    this.#note('leased', `${shardId} ${how}`);
  }

  left(shardId: string, why: string): void {
    this.#note('left', `${shardId} ${why}`);
  }

  reopened(): void {}

  fault(of: string, fault: string): void {
    if (fault !== 'expired') this.#note('fault', `${of} ${fault}`);
  }

  internal(): void {}

  /** What has come since the last one. */
  tick(seconds: number, { leases, bufferedBytes, paused, shards }: StreamSnapshot): StreamTick {
    const [read, ended, dead] = [this.#read, this.#ended, this.#dead].map((count) => rounded(count / seconds)) as [
      number,
      number,
      number,
    ];
    this.#read = this.#ended = this.#dead = 0;
    return {
      name: this.#name,
      leases,
      bufferedBytes,
      paused: paused ?? null,
      read,
      ended,
      dead,
      shards: shards.map(({ shardId, millisBehindLatest, oldestMs, checkpointAgeMs }) => ({
        id: shardId,
        behindMs: millisBehindLatest ?? null,
        oldestMs: Math.round(oldestMs),
        checkpointAgeMs: Math.round(checkpointAgeMs),
      })),
    };
  }

  #note(kind: string, detail?: string): void {
    this.#happenings.happened(this.#name, kind, detail);
  }
}
