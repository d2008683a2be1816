import { valueAt } from '../../kernel/json/value-at.ts';
import type { DataRecord } from './read-records.ts';
import { textOf } from './value.ts';

/** An id as text, so that 7 and "7" are one; undefined where a record has none. */
export function idOf({ json }: DataRecord, path: readonly string[]): string | undefined {
  const found = valueAt(json, path);
  return found === undefined ? undefined : textOf(found);
}
