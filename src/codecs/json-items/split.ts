import type { Span } from '../json/span.ts';
import type { CodecItem, Frame, Mismatch, Reply, Result } from '../port.ts';
import { type FoundResults, findResults } from './find-results.ts';
import { envelopeOf } from './planned-envelope.ts';

const NOTHING = Buffer.alloc(0);
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/** The results of a call, one for each of its items, or why they cannot be told apart. */
export function splitReply(reply: Reply, items: readonly CodecItem[]): readonly Result[] | Mismatch {
  const { plan } = envelopeOf(items);
  const { reply: rules, single } = plan.variant;
  const found = findResults(reply.body, rules);
  if (typeof found === 'string') return { mismatch: found };
  const mayBeBare = items.length === 1 && single === 'bare' && rules.bareForOne === 'all';
  if (found.kind === 'value' && !mayBeBare) return { mismatch: 'expected a list of results' };
  const elements = found.kind === 'list' ? found.elements : [found.value];
  const spans = rules.group(reply.body, elements, { items: items.length, rowsPerItem: plan.rowsPerItem });
  if (typeof spans === 'string') return { mismatch: spans };
  const frame = frameOf(reply, found, elements);
  return spans.map(({ start, end }) => ({ slice: reply.body.subarray(start, end), frame }));
}

function frameOf({ status, headers, body }: Reply, found: FoundResults, elements: readonly Span[]): Frame {
  const { start, end } = found.value;
  if (found.kind === 'value') {
    const before = Buffer.concat([body.subarray(0, start), OPEN]);
    return { status, headers, before, separator: NOTHING, after: Buffer.concat([CLOSE, body.subarray(end)]) };
  }
  const [first, second] = elements;
  const separator = second === undefined ? NOTHING : body.subarray(first?.end, second.start);
  return {
    status,
    headers,
    before: body.subarray(0, first?.start ?? start + 1),
    separator,
    after: body.subarray(elements.at(-1)?.end ?? end - 1),
  };
}
