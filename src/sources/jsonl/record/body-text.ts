import { valueAt } from '../../../kernel/json/value-at.ts';
import { pointerPath } from '../../../kernel/json-pointer.ts';

/** Bodies that are text and not JSON: what a record has at a pointer, without the quotes and escapes of a JSON string. */
export class BodyText {
  readonly #pointer: string;
  readonly #path: readonly string[];

  /** @throws {Error} for what is no JSON Pointer */
  constructor(pointer: string) {
    this.#pointer = pointer;
    this.#path = pointerPath(pointer);
  }

  /** @returns the body, or why it cannot be made of this record */
  fill(record: Buffer): Buffer | { readonly unreadable: string } {
    const text = valueAt(record, this.#path)?.toString();
    if (text?.startsWith('"') === true) return Buffer.from(JSON.parse(text) as string);
    return { unreadable: `The record is not JSON, or has no text at "${this.#pointer}".` };
  }
}
