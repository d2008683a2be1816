/** What has been asked of a model so far. */
export interface Counters {
  readonly calls: number;
  readonly items: number;
  /** Items or calls not done yet; 0 when nothing is left of the last run. */
  readonly underway: number;
}
