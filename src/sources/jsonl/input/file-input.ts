/** Something to be read from its start to its end. */
export interface FileInput {
  /** For messages. */
  readonly name: string;
  /** As it lies, packed or not; undefined where nobody knows, as of a pipe. */
  readonly bytes: number | undefined;
  /** Differs when what it holds does; undefined for what cannot be read a second time. */
  readonly version: string | undefined;
  /** @throws what its system says when it cannot be read (any more) */
  open(): OpenedInput;
}

export interface OpenedInput {
  /** Once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Of its bytes, as it lies, so many have been read. */
  readonly readBytes: number;
}
