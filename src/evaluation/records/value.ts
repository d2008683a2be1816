import { elementsOf, isArray, jsonValue } from '../../kernel/json/json-parts.ts';

/** What metrics compare: a text or, of a sequence of tags and of several references, a list of texts. */
export type Value = string | readonly string[];

/** Numbers and literals as they are written, so that a class may be `0` or `true`; undefined for objects and lists of anything else. */
export function valueOf(json: Buffer): Value | undefined {
  const root = jsonValue(json);
  if (root === undefined) return undefined;
  if (!isArray(json, root)) return textOf(json.subarray(root.start, root.end));
  const texts = elementsOf(json, root).map(({ start, end }) => textOf(json.subarray(start, end)));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** A text, a number or a literal; null is none. */
export function textOf(json: Buffer): string | undefined {
  const text = json.toString();
  if (text.startsWith('"')) return JSON.parse(text) as string;
  return text === 'null' || /^[[{]/.test(text) ? undefined : text;
}
