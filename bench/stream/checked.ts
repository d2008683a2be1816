import { ownerOf, type RecordSize } from './records.ts';
import type { SeenLine } from './results-file.ts';

/** A record's own result. */
export interface Answered {
  readonly id: number;
  readonly dueAt: number;
  readonly seenAt: number;
}

export interface Checked {
  /** The first result of each record. */
  readonly answered: readonly Answered[];
  /** Results that came again, which at-least-once allows. */
  readonly repeated: number;
}

/**
 * Every record must have a result, and its own.
 * @param count records 0 to `count` - 1 were put
 * @throws {Error} for a record that has none, or another's
 */
export function checked(lines: readonly SeenLine[], count: number, size: RecordSize = 'small'): Checked {
  const answered = new Map<number, Answered>();
  for (const { text, seenAt } of lines) {
    const owner = ownerOf(text, size);
    if (owner === undefined) throw new Error(`A result is not its record's own: ${text}`);
    if (owner.id >= count) throw new Error(`A result of a record that nobody put: ${text}`);
    if (!answered.has(owner.id)) answered.set(owner.id, { ...owner, seenAt });
  }
  if (answered.size < count) throw new Error(`${count - answered.size} of ${count} records have no result`);
  return { answered: [...answered.values()], repeated: lines.length - answered.size };
}
