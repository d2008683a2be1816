import type { Item } from '../batching/port.ts';
import type { CodecItem, Message, Reply, Result } from '../codecs/port.ts';
import type { RequestTrace } from './port.ts';

/** A caller's request as it would go to the model alone, and what the codec found in it. */
export interface Prepared {
  readonly message: Message;
  /** Empty when it goes alone. */
  readonly items: readonly CodecItem[];
  readonly trace?: RequestTrace | undefined;
}

/** What the heart carries for one item. */
export interface Payload {
  readonly prepared: Prepared;
  /** Of the item within its request; 0 for a request that goes alone. */
  readonly index: number;
}

/** What the heart brings back for one item: its share of a joined reply, or the reply to a request that went as it was. */
export type Answer = { readonly kind: 'share'; readonly result: Result } | { readonly kind: 'whole'; readonly reply: Reply };

/** The items of a request for the heart; one that goes alone is one item, its whole body. */
export function heartItems(prepared: Prepared): Item<Payload>[] {
  if (prepared.items.length === 0)
    return [{ payload: { prepared, index: 0 }, bytes: prepared.message.body.length, cost: 0, length: 0 }];
  return prepared.items.map((item, index) => ({
    payload: { prepared, index },
    bytes: item.bytes,
    cost: item.cost,
    length: item.length,
  }));
}
