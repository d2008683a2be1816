import { decodeString } from '../../../kernel/json/key.ts';
import { isObject, jsonValue, membersOf } from './json-parts.ts';
import { withEdits } from './object-edit.ts';
import { pythonToJson } from './python-literal.ts';
import { ParseError, shortened } from './text-cursor.ts';

/**
 * Hyper-parameters for all records of a job, as JumpStart's text2text containers take them from `HYPER_PARAMS`: where they are
 * set, those of a record do not count.
 */
export class HyperParams {
  readonly #edits: ReadonlyMap<string, Buffer | undefined>;

  /**
   * @param text a JSON object, or a dict as Python prints it
   * @param known names that are hyper-parameters to the model: a record's own are taken out also where `text` has none of the name
   * @throws {ParseError} for a text that is neither
   */
  constructor(text: string, known: Iterable<string> = []) {
    const json = Buffer.from(pythonToJson(text));
    const object = jsonValue(json);
    if (object === undefined || !isObject(json, object))
      throw new ParseError('an object, or a dict', shortened(json.toString()), 1);
    const edits = new Map<string, Buffer | undefined>(Array.from(known, (name) => [name, undefined]));
    for (const { key, value } of membersOf(json, object)) {
      edits.set(decodeString(json, key.start, key.end), json.subarray(value.start, value.end));
    }
    this.#edits = edits;
  }

  /**
   * The record with these hyper-parameters at its top level, in place of its own of the same names; all else stays as written.
   * @returns undefined for a record that is not a JSON object
   */
  addTo(record: Buffer): Buffer | undefined {
    return withEdits(record, this.#edits);
  }
}
