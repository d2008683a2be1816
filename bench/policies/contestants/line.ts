/** Requests in line, as numbers: taken from the front, put behind or, when they come back, in front. */
export class Line {
  size = 0;
  #ring = new Int32Array(1024);
  #front = 0;

  /** The `index`-th from the front. */
  at(index: number): number {
    return this.#ring[(this.#front + index) & (this.#ring.length - 1)] as number;
  }

  add(request: number): void {
    this.#makeRoom();
    this.#ring[(this.#front + this.size) & (this.#ring.length - 1)] = request;
    this.size += 1;
  }

  putBack(request: number): void {
    this.#makeRoom();
    this.#front = (this.#front - 1) & (this.#ring.length - 1);
    this.#ring[this.#front] = request;
    this.size += 1;
  }

  drop(count: number): void {
    this.#front = (this.#front + count) & (this.#ring.length - 1);
    this.size -= count;
  }

  #makeRoom(): void {
    if (this.size < this.#ring.length) return;
    const twice = new Int32Array(this.#ring.length * 2);
    for (let i = 0; i < this.size; i += 1) twice[i] = this.at(i);
    this.#ring = twice;
    this.#front = 0;
  }
}
