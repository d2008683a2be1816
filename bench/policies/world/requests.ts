const FIRST_CAPACITY = 4096;

/** The requests that have come, by number. Each is to end exactly once. */
export class Requests {
  arrivedAt: Float64Array;
  /** Of a closed loop. */
  clients: Int32Array;
  /** The next one's number. */
  size: number;
  ended: number;
  endedTwice = 0;
  #ended: Uint8Array;

  /** Those before `first` are not told of. */
  constructor(first: number) {
    const capacity = first + FIRST_CAPACITY;
    this.arrivedAt = new Float64Array(capacity);
    this.clients = new Int32Array(capacity);
    this.#ended = new Uint8Array(capacity);
    this.size = first;
    this.ended = first;
  }

  get pending(): number {
    return this.size - this.ended;
  }

  came(time: number, client: number): number {
    if (this.size === this.arrivedAt.length) this.#grow();
    const request = this.size;
    this.arrivedAt[request] = time;
    this.clients[request] = client;
    this.size += 1;
    return request;
  }

  /** @returns false when it had ended before */
  end(request: number): boolean {
    if (this.#ended[request] === 1) {
      this.endedTwice += 1;
      return false;
    }
    this.#ended[request] = 1;
    this.ended += 1;
    return true;
  }

  #grow(): void {
    const { arrivedAt, clients } = this;
    const ended = this.#ended;
    this.arrivedAt = new Float64Array(this.size * 2);
    this.arrivedAt.set(arrivedAt);
    this.clients = new Int32Array(this.size * 2);
    this.clients.set(clients);
    this.#ended = new Uint8Array(this.size * 2);
    this.#ended.set(ended);
  }
}
