import type { Headers } from '../kernel/headers.ts';

/** Headers and raw body of a request or of a joined call. */
export interface Message {
  readonly headers: Headers;
  readonly body: Buffer;
}

/** A model's successful answer. */
export interface Reply extends Message {
  readonly status: number;
}

/** One thing to be computed: its raw bytes, as they stand in its request. */
export interface CodecItem {
  /** The raw bytes of it: one piece for each list that a request of this form has. */
  readonly parts: readonly Buffer[];
  /** What it adds to a joined call's body, separators included. */
  readonly bytes: number;
  /** What it adds to the cost of a call, in the codec's unit (see docs/codecs.md). */
  readonly cost: number;
  /** What padding is about: its length in the codec's unit. */
  readonly length: number;
  readonly envelope: Envelope;
}

/** Everything of one request but its items, shared by all of its items. */
export interface Envelope {
  readonly headers: Headers;
  /** Whether the caller wrote a bare item, or a list. */
  readonly form: 'one' | 'list';
  /** Whether a bare item is answered without a list around its result; `arrays`: where that is a list itself. */
  readonly bare: 'no' | 'yes' | 'arrays';
  /** Rows of the model an item: labels, sequences; its meaning is the codec's. */
  readonly rowsPerItem: number;
  /** Whether a call of one item is written as a list of one, or bare, as its caller wrote it. */
  readonly single: 'list' | 'bare';
  readonly reply: ReplyForm;
  /** One call for items whose requests have equal keys. */
  join(items: readonly CodecItem[]): Message;
}

export type Extraction =
  | {
      readonly kind: 'items';
      /** At least one. */
      readonly items: readonly CodecItem[];
      /** Requests with equal keys may share a call. */
      readonly key: string;
      /** The most items that one call may hold; at least 1. */
      readonly maxCompany: number;
      /** Upper bound of a joined call's bytes beside its items'. */
      readonly overheadBytes: number;
      /** Headers that say no more than how the body is laid out: they may differ between requests that share a call. */
      readonly layoutHeaders?: readonly string[];
    }
  /** Valid, but not to be taken apart: sent unchanged, by itself. */
  | { readonly kind: 'alone'; readonly reason: string }
  /** Known to be refused; `code` says whether it is not JSON at all or of a wrong shape. */
  | { readonly kind: 'invalid'; readonly code: 'INVALID_JSON' | 'INVALID_SHAPE'; readonly message: string };

/** Takes requests of one form apart: a content type and a layout. */
export interface RequestForm {
  extract(request: Message): Extraction;
}

/** Takes replies of one form apart. */
export interface ReplyForm {
  split(reply: Reply, items: readonly CodecItem[]): readonly Result[] | Mismatch;
}

/** One item's share of a reply. */
export interface Result {
  /** See Codec.assemble; all of `results` were split by one ReplyForm. */
  readonly assemble: (results: readonly Result[], items: readonly CodecItem[]) => Reply;
}

/** The reply is not the answer to these items. */
export interface Mismatch {
  readonly mismatch: string;
}

/**
 * A wire contract: takes requests apart and puts calls together. Pure functions over bytes; what is not an item is never
 * parsed into numbers and printed again.
 */
export interface Codec {
  readonly name: string;
  /** Whether any requests at all may share a call. */
  readonly isBatchable: boolean;
  extract(request: Message): Extraction;
  /** One call for items of one key, in order; at least two, or a part of a request too large for one call. */
  join(items: readonly CodecItem[]): Message;
  /** The reply to `join(items)`, one result an item, or why it cannot be. */
  split(reply: Reply, items: readonly CodecItem[]): readonly Result[] | Mismatch;
  /** What the caller of `items`, one whole request, would have been answered alone. @throws {UnlikeReplies} */
  assemble(results: readonly Result[], items: readonly CodecItem[]): Reply;
}

/** One request's items went in several calls, whose replies are no parts of one answer. */
export class UnlikeReplies extends Error {
  constructor() {
    super('calls for parts of one request were answered in unlike forms');
  }
}
