import type { CodecItem, Extraction } from './port.ts';

export interface Alone {
  readonly alone: string;
}

export function alone(reason: string): Extraction {
  return { kind: 'alone', reason };
}

export function invalidJson(message: string): Extraction {
  return { kind: 'invalid', code: 'INVALID_JSON', message };
}

export function invalidShape(message: string): Extraction {
  return { kind: 'invalid', code: 'INVALID_SHAPE', message };
}

/** @throws where there are no items: the caller of the codec is at fault */
export function firstOf(items: readonly CodecItem[]): CodecItem {
  const [first] = items;
  if (first === undefined) throw new Error('Expected at least one item');
  return first;
}
