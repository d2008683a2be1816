import { skipSpace } from '../../../kernel/json/characters.ts';
import { isObject, jsonValue, membersOf } from '../../../kernel/json/json-parts.ts';
import { decodeString } from '../../../kernel/json/key.ts';

const COMMA = Buffer.from(',');

/**
 * Gives members of an object new values, each as JSON text. One that is there keeps its place, and is there once from then on,
 * so that no reader can choose another. Those that are not there are added at the end. All else stays as it is written.
 * @returns undefined for what is not a JSON object
 */
export function withMembers(object: Buffer, values: ReadonlyMap<string, Buffer>): Buffer | undefined {
  return withEdits(object, values);
}

/**
 * Takes the members of these names out of an object; all else stays as it is written.
 * @returns undefined for what is not a JSON object
 */
export function withoutMembers(object: Buffer, names: Iterable<string>): Buffer | undefined {
  return withEdits(object, new Map(Array.from(names, (name) => [name, undefined])));
}

/** New values by name; undefined takes the member out. In one pass, however many they are. */
export function withEdits(text: Buffer, edits: ReadonlyMap<string, Buffer | undefined>): Buffer | undefined {
  const object = jsonValue(text);
  if (object === undefined || !isObject(text, object)) return undefined;
  const added = new Map(edits);
  const pieces: Buffer[] = [];
  let start = object.start + 1;
  for (const { key, value } of membersOf(text, object)) {
    const end = skipSpace(text, value.end);
    const name = decodeString(text, key.start, key.end);
    if (!edits.has(name)) pieces.push(COMMA, text.subarray(start, end));
    else {
      const edit = added.get(name);
      added.delete(name);
      if (edit !== undefined) pieces.push(COMMA, text.subarray(start, value.start), edit, text.subarray(value.end, end));
    }
    start = end + 1;
  }
  for (const [name, edit] of added) if (edit !== undefined) pieces.push(COMMA, Buffer.from(`${JSON.stringify(name)}:`), edit);
  return Buffer.concat([text.subarray(0, object.start + 1), ...pieces.slice(1), text.subarray(object.end - 1)]);
}
