import { Refusal } from '../port.ts';
import { writeJson } from '../python/json-writer.ts';
import type { Value } from '../python/value.ts';

/** An item by its content: what its answer follows from. 1 and 1.0 differ, escapes do not. */
export function contentOf(item: Value): string {
  return typeof item === 'string' ? item : writeJson(item);
}

/** No model likes the word "poison" or the number 666. */
export function isPoison(content: string): boolean {
  return /\bpoison\b|(?<![\w.])666(?:\.0)?(?![\w.])/i.test(content);
}

/** An item that no model likes fails the whole call. */
export function refusePoison(content: string, status = 400, kind = ''): void {
  if (isPoison(content)) throw new Refusal('The model could not process an item: poison', status, kind);
}

/** The model's number for an item with the word "nan" or the number 99 is not a number. */
export function isNan(content: string): boolean {
  return /\bnan\b|(?<![\w.])99(?:\.0)?(?![\w.])/i.test(content);
}
