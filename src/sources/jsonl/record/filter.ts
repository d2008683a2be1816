/** A compiled InputFilter or OutputFilter: selects a part of each record. */
export interface Filter {
  /** As it was written. */
  readonly path: string;
  /**
   * What is selected of a record, byte for byte as it is written there; the record itself for `$`, whatever it is.
   * @returns undefined where the record has nothing there, or cannot be looked into; SageMaker fails its job then
   */
  apply(record: Buffer): Buffer | undefined;
}
