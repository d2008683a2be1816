/** What a call weighs. */
export interface Load {
  readonly items: number;
  /** Sum of its items' costs, in the codec's unit; 0 when not known. */
  readonly cost: number;
  /** The length of its longest item, in the codec's unit; 0 when not known. */
  readonly longest: number;
  /** What kind of request they are of: calls of one may take longer than those of another. */
  readonly key?: string;
}

/** What is paid for when a batch is padded to its longest item. Without lengths that is taken to be the cost itself. */
export function paddedCost({ items, cost, longest }: Load): number {
  return longest > 0 ? items * longest : cost;
}
