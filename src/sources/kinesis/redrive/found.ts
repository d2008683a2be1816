/** What should be a dead letter, as it lies there. */
export interface Found {
  /** The line of the file, or the shard and the sequence number. */
  readonly where: string;
  /** Undefined for one that is larger than what can be put back. */
  readonly body: Buffer | undefined;
}
