const FIRST_CAPACITY = 4096;

/** The requests that have come, by number. Each is to end exactly once. */
export class Requests {
  arrivedAt = new Float64Array(FIRST_CAPACITY);
  /** Of a closed loop. */
  clients = new Int32Array(FIRST_CAPACITY);
  size = 0;
  ended = 0;
  endedTwice = 0;
  #ended = new Uint8Array(FIRST_CAPACITY);

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
