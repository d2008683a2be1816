import { memberValue } from '../../../kernel/json/json-parts.ts';
import { asJson } from './join-source.ts';
import { withoutMembers } from './object-edit.ts';
import { onOneLine } from './one-line.ts';

/**
 * A member of records that says which record is which: taken out of what the model sees, and put first into what is written, byte for
 * byte. An answer that is no object stands beside it as `result`.
 */
export class IdField {
  readonly #name: string;
  readonly #key: string;

  constructor(name: string) {
    this.#name = name;
    this.#key = JSON.stringify(name);
  }

  get missing(): string {
    return `The record is not a JSON object, or has no member ${this.#key}.`;
  }

  /** The value of the record's id; the last of several. */
  of(record: Buffer): Buffer | undefined {
    return memberValue(record, this.#name);
  }

  /** @returns undefined for what is no object */
  takeFrom(record: Buffer): Buffer | undefined {
    return withoutMembers(record, [this.#name]);
  }

  putInto(answer: Buffer, record: Buffer): Buffer {
    const id = Buffer.concat([Buffer.from(`{${this.#key}:`), onOneLine(this.of(record) ?? Buffer.from('null'))]);
    const object = this.takeFrom(answer);
    if (object === undefined) return Buffer.concat([id, Buffer.from(',"result":'), asJson(answer), Buffer.from('}')]);
    const rest = object.subarray(object.indexOf('{') + 1);
    const isEmpty = /^\s*\}/.test(rest.subarray(0, 64).toString('latin1'));
    return Buffer.concat([id, Buffer.from(isEmpty ? '' : ','), rest]);
  }
}
