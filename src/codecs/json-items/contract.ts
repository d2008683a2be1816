import type { Member, Span } from '../json/span.ts';
import type { ObjectMember, ObjectNode } from '../json/tree.ts';
import type { ReplyRules } from './reply-rules.ts';

/**
 * A family of requests that are a JSON object with their items under one key, answered by JSON with one list of results.
 * All of it is description; the mechanism is JsonItemsCodec.
 */
export interface JsonItemsContract {
  readonly name: string;
  /** `exact`: only `application/json` itself. `parameters`: parameters too, as long as the charset is UTF-8. */
  readonly contentType: 'exact' | 'parameters';
  /** ASCII. */
  readonly itemsKey: string;
  /** Top-level keys (ASCII) that the model ignores: left out of the key and of joined calls. */
  readonly droppedKeys: readonly string[];
  /** What the contract is known to say to a body that is no object; such a body goes alone where nothing is known. */
  readonly refusals: { readonly array?: string; readonly scalar?: string };
  /** Reads everything but the items: `rest` has the items' member, with a placeholder for its value. Called once per spelling. */
  read(rest: ObjectNode): EnvelopeReading | Alone;
}

export interface Alone {
  readonly alone: string;
}

/** What a contract finds in a request beside its items. */
export interface EnvelopeReading {
  readonly variant: Variant;
  readonly rowsPerItem: number;
  readonly maxCompany: number;
  /** Members that make no difference to the answer, at any depth: left out of the key. */
  readonly ignored: readonly ObjectMember[];
  /** Where a joined call states its number of rows. */
  readonly rowCount?: RowCountSlot;
}

/** The bytes of the rest that `text` and a number of rows replace; `start` equals `end` where they are inserted. */
export interface RowCountSlot {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How the requests of one kind are taken apart and answered; two variants never share a call. */
export interface Variant {
  /** Begins the compatibility key. */
  readonly name: string;
  readonly take: TakeItems;
  /** @param tokenIds what `take` counted, see ItemSpan */
  measure(slice: Buffer, rowsPerItem: number, tokenIds?: number): Measure;
  /** How a call of one item is written: as a list of one, or bare where the contract treats a list of one specially. */
  readonly single: 'list' | 'bare';
  readonly reply: ReplyRules;
}

export interface Measure {
  /** See CodecItem. */
  readonly cost: number;
  readonly length: number;
}

export interface ItemSpan extends Span {
  /** Of an item that is a list of token ids: how many, so that nobody has to go over them again. */
  readonly tokenIds?: number;
}

/** Finds the items in the value of the items' member. */
export type TakeItems = (body: Buffer, member: Member) => Taken;

export type Taken =
  | {
      readonly form: 'one' | 'list';
      /** At least one. */
      readonly spans: readonly ItemSpan[];
      /** Items of different kinds do not share a call; empty for the usual one. */
      readonly kind: string;
    }
  | Alone
  /** Known to be refused; continues `Expected "<key>" …`. */
  | { readonly refused: string };
