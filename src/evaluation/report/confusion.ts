/** How often which label was taken for which. */
export interface Confusion {
  /** Of rows and columns, in their order. */
  readonly labels: readonly string[];
  /** A row for what should have been said, in it a number for each label that was said. What has other labels is not counted. */
  readonly counts: readonly (readonly number[])[];
}
