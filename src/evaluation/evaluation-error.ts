/** What is to be scored cannot be; the message says why in one line, and names the item by its index, from 0, where it is one. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  /** Without the item. */
  readonly reason: string;
  /** From 0; undefined when it is about no one item. */
  readonly item: number | undefined;

  constructor(reason: string, item?: number) {
    super(item === undefined ? reason : `item ${item}: ${reason}`);
    this.reason = reason;
    this.item = item;
  }
}
