import { isUtf8 } from 'node:buffer';
import type { Reply } from '../../codecs/port.ts';

/** How a body is read: where its numbers are, if anywhere. */
export type BodyKind = 'json' | 'text' | 'bytes';

/** Where a number stands. */
export interface NumberSpan {
  readonly start: number;
  readonly end: number;
}

/** A string as a whole, so that no number is found in it; or a number. */
const JSON_TOKENS = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
/** Not within a word, a version or a date. */
const TEXT_NUMBERS = /(?<![\w.+-])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/g;
const BINARY_TYPES = /octet-stream|binary|npy|npz|recordio|protobuf/;

/** By the content type; what says it is binary, or is not UTF-8, has no numbers that could be told. */
export function bodyKind({ headers, body }: Pick<Reply, 'headers' | 'body'>): BodyKind {
  const type = (headers['content-type'] ?? '').toLowerCase();
  if (BINARY_TYPES.test(type) || !isUtf8(body)) return 'bytes';
  return type.includes('json') || (type === '' && /^\s*[[{]/.test(body.toString('latin1', 0, 64))) ? 'json' : 'text';
}

/** The numbers of a body, in order. @param text the body as latin1, so that places are those of its bytes */
export function numbersIn(text: string, kind: BodyKind): readonly NumberSpan[] {
  if (kind === 'bytes') return [];
  const spans: NumberSpan[] = [];
  for (const { 0: token, index } of text.matchAll(kind === 'json' ? JSON_TOKENS : TEXT_NUMBERS)) {
    if (!token.startsWith('"')) spans.push({ start: index, end: index + token.length });
  }
  return spans;
}
