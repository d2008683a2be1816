import type { Headers } from '../../kernel/headers.ts';

/**
 * How a message is laid out: JSON throughout, or a JSON header of `headerBytes` with raw tensors behind it. `name` is what its
 * headers say beside that size. `bad`: they contradict each other, or name no size that can be.
 */
export type Layout =
  | { readonly kind: 'json' }
  | { readonly kind: 'binary'; readonly headerBytes: number; readonly name: string }
  | { readonly kind: 'bad' };

/** Where Triton and KServe have the size of the JSON header. */
const SIZE_HEADER = 'inference-header-content-length';

/** Headers that say no more than how a binary message is laid out. */
export const LAYOUT_HEADERS: readonly string[] = ['content-type', SIZE_HEADER];

/** Where Triton has it on SageMaker, which passes no other header on. */
const SIZED_TYPE = /^(\s*application\/vnd\.sagemaker-triton\.binary\+json\s*;\s*json-header-size=)(\d+)(\s*)$/i;
const ANY_SIZED_TYPE = /vnd\.sagemaker-triton\.binary\+json/i;
const DIGITS = /^\d{1,10}$/;

/** Tells a message's layout from its headers alone. */
export function layoutOf(headers: Headers, bodyBytes: number): Layout {
  const type = headers['content-type'] ?? '';
  const [, before = '', inType] = SIZED_TYPE.exec(type) ?? [];
  const inHeader = headers[SIZE_HEADER]?.trim();
  const size = inType ?? inHeader;
  if (size === undefined) return ANY_SIZED_TYPE.test(type) ? { kind: 'bad' } : { kind: 'json' };
  const headerBytes = Number(size);
  if (!DIGITS.test(size) || headerBytes > bodyBytes) return { kind: 'bad' };
  if (inHeader !== undefined && Number(inHeader) !== headerBytes) return { kind: 'bad' };
  const name = JSON.stringify([inType === undefined ? type : before, inHeader !== undefined]);
  return { kind: 'binary', headerBytes, name };
}

/** The headers of a binary message with another size of its JSON header. */
export function withHeaderBytes(headers: Headers, headerBytes: number): Headers {
  const changed: Record<string, string> = { ...headers };
  const type = headers['content-type'];
  if (type !== undefined) changed['content-type'] = type.replace(SIZED_TYPE, `$1${headerBytes}$3`);
  if (headers[SIZE_HEADER] !== undefined) changed[SIZE_HEADER] = String(headerBytes);
  return changed;
}
