/** What is to be scored cannot be; the message says why in one line, and names the item by its index, from 0, where it is one. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  /** From 0; undefined when it is about no one item. */
  readonly item: number | undefined;

  constructor(message: string, item?: number) {
    super(item === undefined ? message : `item ${item}: ${message}`);
    this.item = item;
  }
}
