import { sizeOf } from '../../endpoints/direct-calls.ts';
import type { VerifyRecord } from './records.ts';

/** Beside its body, a record held costs about so much. */
const RECORD_OVERHEAD_BYTES = 512;

interface Group {
  readonly records: VerifyRecord[];
  items: number;
  bytes: number;
}

export interface GroupLimits {
  /** A group is given out once it holds so many items. */
  readonly items: number;
  /** All groups together; beyond it the largest is given out though it is not full. */
  readonly heldBytes: number;
}

/** Records that may share calls, in the order of the file, held until there are enough for the largest batch. */
export class Groups {
  readonly #limits: GroupLimits;
  readonly #groups = new Map<string, Group>();
  #heldBytes = 0;

  constructor(limits: GroupLimits) {
    this.#limits = limits;
  }

  /** @returns the group to verify now, if one is full */
  add(record: VerifyRecord): readonly VerifyRecord[] | undefined {
    const { key, prepared } = record.taken;
    const group = this.#groups.get(key) ?? { records: [], items: 0, bytes: 0 };
    this.#groups.set(key, group);
    const bytes = prepared.message.body.length + RECORD_OVERHEAD_BYTES + (group.records.length === 0 ? key.length : 0);
    group.records.push(record);
    group.items += sizeOf([record.taken]).items;
    group.bytes += bytes;
    this.#heldBytes += bytes;
    if (group.items >= this.#limits.items) return this.#take(key, group);
    return this.#heldBytes > this.#limits.heldBytes ? this.#takeLargest() : undefined;
  }

  /** What is left at the end of the file. */
  *rest(): Generator<readonly VerifyRecord[]> {
    for (const [key, group] of this.#groups) yield this.#take(key, group);
  }

  #takeLargest(): readonly VerifyRecord[] | undefined {
    let largest: [string, Group] | undefined;
    for (const entry of this.#groups) if (largest === undefined || entry[1].bytes > largest[1].bytes) largest = entry;
    return largest === undefined ? undefined : this.#take(...largest);
  }

  #take(key: string, group: Group): readonly VerifyRecord[] {
    this.#groups.delete(key);
    this.#heldBytes -= group.bytes;
    return group.records;
  }
}
