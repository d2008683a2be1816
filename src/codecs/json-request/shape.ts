import type { Column, Place } from '../../kernel/json/place.ts';
import type { ObjectMember, ObjectNode } from '../../kernel/json/tree.ts';
import type { Alone } from '../extraction.ts';
import type { CodecItem, ReplyForm } from '../port.ts';

/** Requests that are JSON, with their items in one or several lists, and how they are answered. All of it is description. */
export interface Shape {
  /** Begins the compatibility key: two shapes of one family never share a call. */
  readonly name: string;
  readonly at: Place;
  readonly take: TakeItems;
  /** How a call of one item is written: as a list of one, or bare where the contract treats a list of one specially. */
  readonly single: CodecItem['envelope']['single'];
  /** See Envelope. A reading or what is taken may say otherwise. @default 'no' */
  readonly bare?: Bare;
  readonly reply: ReplyForm;
  /** @default rows as cost, bytes as length */
  readonly measure?: MeasureItem;
  /** Paths of members that the model ignores: left out of the key and of joined calls. */
  readonly dropped?: readonly (readonly string[])[];
  /** Keys at the top that, where present, make a request go alone. */
  readonly not?: readonly string[];
  /** Another shape at the same place, where what is beside the items says so. */
  readonly choose?: (rest: ObjectNode) => Shape | undefined;
  /** Reads everything but the items, which have a placeholder in their place. Called once per spelling. */
  readonly read?: (rest: ObjectNode) => Reading | Alone;
}

export type Bare = CodecItem['envelope']['bare'];

/** What a shape finds in a request beside its items. */
export interface Reading {
  /** What a stated number of rows counts, and what replies are counted by. @default 1 */
  readonly rowsPerItem?: number;
  /** @default rowsPerItem */
  readonly costPerItem?: number;
  /** The most items in one call. @default no bound */
  readonly maxCompany?: number;
  /** Members that make no difference to the answer, at any depth: left out of the key. */
  readonly ignored?: readonly ObjectMember[];
  /** Where a joined call states its number of rows. */
  readonly rowCount?: RowCountSlot;
  readonly bare?: Bare;
  readonly reply?: ReplyForm;
}

/** The bytes of the rest that `text`, a number of rows and `tail` replace; `start` equals `end` where they are inserted. */
export interface RowCountSlot {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly tail?: string;
}

/** An item's raw bytes, one piece a column. */
export type Parts = readonly Buffer[];

export type MeasureItem = (parts: Parts, costPerItem: number) => Measure;

export interface Measure {
  /** See CodecItem. */
  readonly cost: number;
  readonly length: number;
}

/** Finds the items in a shape's columns. */
export type TakeItems = (body: Buffer, columns: readonly Column[]) => Taken;

export type Taken =
  | {
      /** Whether the caller wrote a bare item, or a list. */
      readonly form: 'one' | 'list';
      /** At least one. */
      readonly items: readonly Parts[];
      /** Items of different kinds do not share a call; empty for the usual one. */
      readonly kind: string;
      readonly bare?: Bare;
    }
  | Alone
  /** Known to be refused; continues `Expected "<key>" …`. */
  | { readonly refused: string };
