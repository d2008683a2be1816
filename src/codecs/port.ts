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

/**
 * Everything of one request's body but its items, shared by all of its items. `before` and `after` are raw bytes as the caller
 * wrote them; `form` tells how the items stood there.
 */
export interface Envelope {
  readonly headers: Headers;
  readonly before: Buffer;
  readonly after: Buffer;
  /** `one`: a bare value; `list`: the elements of an array. */
  readonly form: 'one' | 'list';
  /** Candidate labels, sequences per item, and the like: a number that join or split needs; its meaning is the codec's. */
  readonly rowsPerItem: number;
}

/** One thing to be computed: a slice of its request's bytes. */
export interface CodecItem {
  readonly slice: Buffer;
  /** What it adds to the cost of a call, in the codec's unit (see docs/codecs.md). */
  readonly cost: number;
  /** What padding is about: its length in the codec's unit. */
  readonly length: number;
  readonly envelope: Envelope;
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
      /** Upper bound of a joined call's bytes beside its slices and one separator byte for each. */
      readonly overheadBytes: number;
    }
  /** Valid, but not to be taken apart: sent unchanged, by itself. */
  | { readonly kind: 'alone'; readonly reason: string }
  /** Known to be refused; `code` says whether it is not JSON at all or of a wrong shape. */
  | { readonly kind: 'invalid'; readonly code: 'INVALID_JSON' | 'INVALID_SHAPE'; readonly message: string };

/** One item's share of a reply: its raw bytes, and what stood around them. */
export interface Result {
  readonly slice: Buffer;
  readonly frame: Frame;
}

/** A reply without its elements; shared by the results split from it. */
export interface Frame {
  readonly status: number;
  readonly headers: Headers;
  readonly before: Buffer;
  /** What the model wrote between two elements; empty where the reply had only one. */
  readonly separator: Buffer;
  readonly after: Buffer;
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
  extract(request: Message): Extraction;
  /** One call for items of one key, in order; at least two, or a part of a request too large for one call. */
  join(items: readonly CodecItem[]): Message;
  /** The reply to `join(items)`, one result an item, or why it cannot be. */
  split(reply: Reply, items: readonly CodecItem[]): readonly Result[] | Mismatch;
  /** What the caller of `items`, one whole request, would have been answered alone. */
  assemble(results: readonly Result[], items: readonly CodecItem[]): Reply;
}
