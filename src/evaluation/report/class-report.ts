/** How good a system is at one class, or on the average of several. */
export interface ClassScore {
  readonly name: string;
  /** Fractions; 0 where the divisor is 0. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** How many there should be. */
  readonly support: number;
}

/** What `classification_report` of scikit-learn and of seqeval tell. */
export interface ClassReport {
  readonly classes: readonly ClassScore[];
  /** A fraction. Undefined where it is not the micro average, which then stands among the averages. */
  readonly accuracy: number | undefined;
  /** `micro avg` (but see `accuracy`), `macro avg`, `weighted avg`; the support of each is that of all classes. */
  readonly averages: readonly ClassScore[];
  /** Decimals that scikit-learn writes supports with: one where no item at all is right, as it then counts in floats. */
  readonly supportDigits: 0 | 1;
}
