import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../../faults/streams/lease-rows.ts';
import type { Stage } from '../../faults/streams/stage.ts';

const EVERY_MS = 50;

/** Looks at a lease table all the time: keeps each row it sees that is another than before, and what must never be. */
export class LeaseWatch {
  readonly seen: Row[] = [];
  /** Checkpoints and counters that went back. */
  readonly setbacks: string[] = [];
  readonly #last = new Map<string, Row>();
  readonly #stage: Stage;
  readonly #table: string | undefined;
  readonly #running: Promise<void>;
  #isOn = true;

  constructor(stage: Stage, table?: string) {
    this.#stage = stage;
    this.#table = table;
    this.#running = this.#run();
    // Told by `stop`; where a test has failed, the table has gone before it is called.
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#running;
  }

  /** How many leases each worker has, by what was seen last; those that are promised count for who has them still. */
  get shares(): Readonly<Record<string, number>> {
    const shares: Record<string, number> = {};
    for (const row of this.#last.values()) {
      const owner = row['checkpointOwner']?.S ?? row['leaseOwner']?.S;
      if (owner !== undefined && row['checkpoint']?.S !== 'SHARD_END') shares[owner] = 1 + (shares[owner] ?? 0);
    }
    return shares;
  }

  async #run(): Promise<void> {
    while (this.#isOn) {
      for (const row of await this.#stage.rows(this.#table)) this.#see(row);
      await pause(EVERY_MS);
    }
  }

  #see(row: Row): void {
    const key = row['leaseKey']?.S ?? '';
    const before = this.#last.get(key);
    if (JSON.stringify(before) === JSON.stringify(row)) return;
    this.#last.set(key, row);
    this.seen.push(row);
    if (before === undefined || row['checkpoint'] === undefined) return;
    const [was, is] = [placeOf(before), placeOf(row)];
    if (is < was) this.setbacks.push(`${key}: from ${before['checkpoint']?.S} to ${row['checkpoint'].S}`);
    if (counterOf(row) < counterOf(before)) this.setbacks.push(`${key}: counter from ${counterOf(before)} to ${counterOf(row)}`);
  }
}

/** Where a checkpoint stands in its shard: sentinels of the beginning are before all, that of the end behind. */
function placeOf(row: Row): bigint {
  const text = row['checkpoint']?.S ?? '';
  if (text === 'SHARD_END') return 1n << 300n;
  return /^\d+$/.test(text) ? BigInt(text) : -1n;
}

function counterOf(row: Row): number {
  return Number(row['leaseCounter']?.N);
}
