interface Sent {
  readonly data: string;
  /** What the model is asked; undefined for a record that no request can be made of. */
  readonly text: string | undefined;
}

/** Which record a result or a dead letter is of. */
interface Source {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

export interface Result extends Source {
  readonly result: { readonly predictions: readonly string[] };
}

export interface DeadLetter extends Source {
  readonly error: { readonly code: string };
  readonly data: string;
}

/** Holds what was sent against what came back: each record must be answered with its own answer, or be a dead letter, once. */
export class Account {
  readonly #sent = new Map<string, Sent>();
  readonly #answered = new Set<string>();
  readonly #dead = new Set<string>();
  /** Results that are not their record's own, or of records that nobody sent; or sent both ways. */
  readonly #faults: string[] = [];
  repeated = 0;

  sent(source: Source, record: Sent): void {
    this.#sent.set(keyOf(source), record);
  }

  answered(result: Result): void {
    const own = this.#sent.get(keyOf(result));
    const [said] = result.result.predictions;
    if (own === undefined || own.text !== said)
      this.#faults.push(`a result that is not its record's own: ${JSON.stringify(result)}`);
    this.#count(result, this.#answered, this.#dead);
  }

  died(letter: DeadLetter): void {
    const own = this.#sent.get(keyOf(letter));
    if (own?.data !== Buffer.from(letter.data, 'base64').toString())
      this.#faults.push(`a dead letter that is not its record's own: ${JSON.stringify(letter)}`);
    this.#count(letter, this.#dead, this.#answered);
  }

  get counts(): { readonly sent: number; readonly answered: number; readonly dead: number } {
    return { sent: this.#sent.size, answered: this.#answered.size, dead: this.#dead.size };
  }

  get faults(): readonly string[] {
    return this.#faults;
  }

  /** Sent = answered + dead, and nothing else has come. */
  get isEven(): boolean {
    const { sent, answered, dead } = this.counts;
    return sent === answered + dead && this.#faults.length === 0;
  }

  #count(source: Source, own: Set<string>, other: ReadonlySet<string>): void {
    const key = keyOf(source);
    if (own.has(key)) this.repeated += 1;
    own.add(key);
    if (other.has(key)) this.#faults.push(`a record that was answered and is a dead letter, too: ${key}`);
  }
}

function keyOf({ shardId, sequenceNumber }: Source): string {
  return `${shardId} ${sequenceNumber}`;
}
