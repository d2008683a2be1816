/** Why a dead letter was passed over. */
export type Skipped = 'otherStream' | 'otherCode' | 'malformed' | 'noData';

/** How far a redrive has come. `chosen` is the sum of `put`, `refused`, `unsure` and `left`; a dry run leaves all. */
export interface RedriveCounts {
  /** Dead letters that were looked at. */
  read: number;
  readonly skipped: Record<Skipped, number>;
  /** Those that are to be put back. */
  chosen: number;
  /** They stand in the stream again. */
  put: number;
  /** The stream will never take them. */
  refused: number;
  /** They were sent, and whether they were stored is not known. */
  unsure: number;
  /** They were not sent. */
  left: number;
  /** Everything up to here, itself included, is put back, skipped or refused. */
  doneTo?: string;
}

/** `limit`: as many were chosen as were asked for. `stopped`: somebody stopped it. `failed`: it cannot go on. */
export type RedriveEnd =
  | { readonly end: 'done' | 'limit' | 'stopped' }
  | {
      readonly end: 'failed';
      readonly why: string;
    };

/** What a redrive did. */
export type RedriveReport = Readonly<RedriveCounts> & RedriveEnd;

/** What is told of single dead letters while it runs; `where` they lie. */
export interface RedriveListener {
  /** One that is meant cannot be put back: it is malformed, has no data, or is refused. */
  cannot(where: string, why: string): void;
  progress(counts: Readonly<RedriveCounts>): void;
}

/** Nothing has been read. */
export function noCounts(): RedriveCounts {
  return {
    read: 0,
    skipped: { otherStream: 0, otherCode: 0, malformed: 0, noData: 0 },
    chosen: 0,
    put: 0,
    refused: 0,
    unsure: 0,
    left: 0,
  };
}
