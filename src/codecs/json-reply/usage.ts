import { onlyMember } from '../../kernel/json/place.ts';
import type { Found } from '../../kernel/json/span.ts';
import { type JsonNode, parseTree } from '../../kernel/json/tree.ts';
import type { CodecItem } from '../port.ts';
import { JsonShare } from './share.ts';

/** Where a number stands. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The totals of a reply, and how they are shared out. */
export interface Usage {
  /** Names of the totals, in the order of `spans`. */
  readonly names: readonly string[];
  readonly spans: readonly Span[];
  shared(shares: readonly JsonShare[], items: readonly CodecItem[]): readonly JsonShare[];
}

const TOTAL = 'total_tokens';

/**
 * A model tells the tokens of a whole call (OpenAI API, "usage"), so what each caller is told is estimated: prompt tokens by the
 * bytes of its items, tokens of the answer by the bytes of its results. Shares of one call add up to what the model said, and a
 * total that was the sum of the others stays it.
 */
export function usageOf(body: Buffer, root: Found, path: string): Usage {
  const fields = fieldsOf(body, onlyMember(body, root.members, path)?.value);
  const parts = fields.filter(({ name, isDetail }) => name !== TOTAL && !isDetail);
  const isSum = fields.find(({ name }) => name === TOTAL)?.total === parts.reduce((sum, { total }) => sum + total, 0);
  return {
    names: fields.map(({ name }) => name),
    spans: fields.map(({ span }) => span),
    shared(shares, items) {
      const prompts = items.map(({ bytes }) => bytes);
      const answers = shares.map(({ parts: [part] }) => part?.length ?? 0);
      const byField = fields.map(({ name, total }) => apportioned(total, name.startsWith('completion') ? answers : prompts));
      const sumOf = (index: number): number =>
        fields.reduce((sum, part, field) => sum + (parts.includes(part) ? (byField[field]?.[index] ?? 0) : 0), 0);
      return shares.map(({ parts: own, frame, numbers }, index) => {
        const usage = fields.map(({ name }, field) => (isSum && name === TOTAL ? sumOf(index) : (byField[field]?.[index] ?? 0)));
        return new JsonShare(own, frame, numbers, usage);
      });
    },
  };
}

interface Field {
  /** A detail's has its total's before it. */
  readonly name: string;
  readonly span: Span;
  readonly total: number;
  /** Whether it is counted in another total, as `reasoning_tokens` of `completion_tokens_details`. */
  readonly isDetail: boolean;
}

function fieldsOf(body: Buffer, usage: Span | undefined): readonly Field[] {
  if (usage === undefined) return [];
  const fields = (node: JsonNode, prefix: string): readonly Field[] => {
    if (node.kind !== 'object') return [];
    return node.members.flatMap(({ key, value }): readonly Field[] => {
      if (value.kind === 'object') return fields(value, `${prefix}${key}/`);
      if (value.kind !== 'number' || !key.endsWith('_tokens') || !/^\d{1,15}$/.test(value.text)) return [];
      const span = { start: usage.start + value.start, end: usage.start + value.end };
      return [{ name: prefix + key, span, total: Number(value.text), isDetail: prefix !== '' }];
    });
  };
  return fields(parseTree(body.subarray(usage.start, usage.end)), '');
}

/** Whole numbers in proportion to `weights` that add up to `total`: the largest remainders are rounded up. */
export function apportioned(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (sum === 0 ? total / weights.length : (total * weight) / sum));
  const shares = exact.map(Math.floor);
  const missing = total - shares.reduce((a, b) => a + b, 0);
  const byRemainder = exact.map((value, index) => ({ index, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest);
  for (const { index } of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}
