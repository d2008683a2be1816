import type { CodecItem, Message } from '../port.ts';
import { restWithRows } from './envelope-plan.ts';
import { envelopeOf } from './planned-envelope.ts';

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

/** The envelope of the first item around all of them. */
export function joinItems(items: readonly CodecItem[]): Message {
  const { plan, headers } = envelopeOf(items);
  const { before, after } = restWithRows(plan, items.length * plan.rowsPerItem);
  const isBare = items.length === 1 && plan.variant.single === 'bare';
  const pieces = isBare ? items.map(({ slice }) => slice) : listOf(items);
  return { headers, body: Buffer.concat([before, ...pieces, after]) };
}

function listOf(items: readonly CodecItem[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (const { slice } of items) pieces.push(pieces.length === 0 ? OPEN : COMMA, slice);
  pieces.push(CLOSE);
  return pieces;
}
