/** What becomes of the connection behind an input. */
export type Ending =
  /** It stays open: the next input follows. */
  | 'open'
  /** The gateway is to close it after the answer, by itself. */
  | 'closed'
  /** The client says that no more is to come, and reads to the end. */
  | 'fin'
  /** The client goes away. */
  | 'reset'
  /** The client says nothing more: the gateway has to end it by its time limits. */
  | 'silence';

/** Bytes for a connection, and what is known of the answer. */
export interface Input {
  readonly index: number;
  /** Which generator made it. */
  readonly kind: string;
  /** Latin-1: a character a byte. */
  readonly bytes: string;
  readonly ending: Ending;
  /** Whether it is exactly one request, so that exactly one answer is owed. */
  readonly isWhole: boolean;
  readonly isHead: boolean;
  /** The only statuses that are right. */
  readonly statuses?: readonly number[] | undefined;
  /** The exact bytes of the body that is right. */
  readonly answer?: string | undefined;
  /** Codes of 5xx that the docs allow for it. */
  readonly mayFail: readonly string[];
  /** Whether an answer of a model may come, or of a route of operators: false where credentials are wanted and not good. */
  readonly isLetIn: boolean;
}
