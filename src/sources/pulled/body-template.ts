import { valueAt } from '../../kernel/json/value-at.ts';
import { pointerPath } from '../../kernel/json-pointer.ts';

/** A request body: JSON, in which `{ $: pointer }` stands for what a record has there (RFC 6901). */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [key: string]: Template };

type Segment = Buffer | { readonly pointer: string; readonly path: readonly string[] };

/** Makes request bodies of records, whose values arrive in them byte for byte. */
export class BodyTemplate {
  readonly #segments: readonly Segment[];

  constructor(template: Template) {
    this.#segments = segmentsOf(template);
  }

  /** @returns the body, or why it cannot be made of this record */
  fill(record: Buffer): Buffer | { readonly unreadable: string } {
    const pieces: Buffer[] = [];
    for (const segment of this.#segments) {
      if (Buffer.isBuffer(segment)) pieces.push(segment);
      else {
        const value = valueAt(record, segment.path);
        if (value === undefined) return { unreadable: `The record is not JSON, or has nothing at "${segment.pointer}".` };
        pieces.push(value);
      }
    }
    return Buffer.concat(pieces);
  }
}

function segmentsOf(template: Template): readonly Segment[] {
  const segments: Segment[] = [];
  let text = '';
  const pointer = (segment: Segment): void => {
    segments.push(Buffer.from(text), segment);
    text = '';
  };
  const walk = (node: Template): void => {
    if (typeof node !== 'object' || node === null) text += JSON.stringify(node);
    else if (isList(node)) between('[', node, walk, ']');
    else if (isPointer(node)) pointer({ pointer: node.$, path: pointerPath(node.$) });
    else
      between(
        '{',
        Object.entries(node),
        ([key, value]) => {
          text += `${JSON.stringify(key)}:`;
          walk(value);
        },
        '}',
      );
  };
  const between = <T>(open: string, parts: readonly T[], each: (part: T) => void, close: string): void => {
    text += open;
    for (const [index, part] of parts.entries()) {
      if (index > 0) text += ',';
      each(part);
    }
    text += close;
  };
  walk(template);
  return [...segments, Buffer.from(text)];
}

function isList(node: Template): node is readonly Template[] {
  return Array.isArray(node);
}

function isPointer(node: object): node is { readonly $: string } {
  return Object.keys(node).length === 1 && '$' in node && typeof node.$ === 'string';
}
