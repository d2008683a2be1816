import type { JsonNode } from '../../kernel/json/tree.ts';

/** How many sequences an item is answered with; undefined where that is no small whole number. */
export function countSequences(value: JsonNode | undefined): number | undefined {
  if (value === undefined || value.kind === 'null') return 1;
  return value.kind === 'number' && /^[1-9]\d{0,3}$/.test(value.text) ? Number(value.text) : undefined;
}
