/** A run of tokens that is a name of something. Two are the same when start, end and type are. */
export interface Entity {
  readonly type: string;
  /** Counted over all sequences, with one place between two of them. */
  readonly start: number;
  /** Of its last token. */
  readonly end: number;
  /** The sequence in which it ends, by its index. */
  readonly item: number;
}

/** Finds the entities of all sequences of tags. */
export type EntityReader = (sequences: readonly (readonly string[])[]) => readonly Entity[];

/** The type of an entity that has none: of tags that are a prefix alone. */
export const UNTYPED = '_';
