/**
 * What a page is meant to hold, in bytes: what a shard gives in a quarter of a second (Kinesis: 2 MiB/s), so that four of the five
 * calls that it allows in a second are enough. Larger pages bring no more, and what waits in them is long-lived garbage.
 */
const PAGE_BYTES = 512 * 1024;

/** Kinesis's own bound on the records of one GetRecords. */
const MAX_RECORDS = 10_000;

/** Before anything is known. */
const LARGE_BYTES = 64 * 1024;

/**
 * Sizes of records are not known before they are read; asked is for so many that a page is likely as large as it is meant to be.
 * Larger records than expected are believed at once, smaller ones by halves. Whatever is expected, Kinesis ends a page at 10 MiB.
 */
export class PageSize {
  readonly #pageBytes: number;
  #meanBytes = LARGE_BYTES;
  #isFirst = true;

  constructor(pageBytes = PAGE_BYTES) {
    this.#pageBytes = pageBytes;
  }

  /** Bytes to make room for before a page is read. */
  get bytes(): number {
    return this.#pageBytes;
  }

  /** Records to ask for. */
  get limit(): number {
    return Math.max(1, Math.min(MAX_RECORDS, Math.floor(this.#pageBytes / this.#meanBytes)));
  }

  learn(records: number, bytes: number): void {
    if (records === 0) return;
    const mean = Math.max(1, bytes / records);
    this.#meanBytes = this.#isFirst || mean > this.#meanBytes ? mean : (this.#meanBytes + mean) / 2;
    this.#isFirst = false;
  }
}
