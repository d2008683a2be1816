/** Requests in line, as numbers in the order in which they came; those in front are taken. */
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
    this.#set(this.size, request);
    this.size += 1;
  }

  /** To its old place: before all that came later. */
  putBack(request: number): void {
    this.#makeRoom();
    this.#front = (this.#front - 1) & (this.#ring.length - 1);
    this.size += 1;
    let place = 0;
    for (; place + 1 < this.size && this.at(place + 1) < request; place += 1) this.#set(place, this.at(place + 1));
    this.#set(place, request);
  }

  drop(count: number): void {
    this.#front = (this.#front + count) & (this.#ring.length - 1);
    this.size -= count;
  }

  #set(index: number, request: number): void {
    this.#ring[(this.#front + index) & (this.#ring.length - 1)] = request;
  }

  #makeRoom(): void {
    if (this.size < this.#ring.length) return;
    const twice = new Int32Array(this.#ring.length * 2);
    for (let i = 0; i < this.size; i += 1) twice[i] = this.at(i);
    this.#ring = twice;
    this.#front = 0;
  }
}
