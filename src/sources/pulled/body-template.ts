import { onlyMember } from '../../kernel/json/place.ts';
import { scan } from '../../kernel/json/scan.ts';
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

/** The raw bytes of the value that a pointer's keys lead to; undefined where there is none, or it is not JSON. */
export function valueAt(json: Buffer, path: readonly string[]): Buffer | undefined {
  let slice = json;
  for (const key of [...path, undefined]) {
    const found = scan(slice);
    if (found.kind !== 'found') return undefined;
    const { start, end, members, elements } = found.value;
    if (key === undefined) return slice.subarray(start, end);
    const part =
      members === undefined
        ? /^(0|[1-9]\d*)$/.test(key)
          ? elements?.[Number(key)]
          : undefined
        : onlyMember(slice, members, key)?.value;
    if (part === undefined) return undefined;
    slice = slice.subarray(part.start, part.end);
  }
  return slice;
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
