/** Longer keys are not worth their memory, and would let callers fill it. */
const MAX_KEY_LENGTH = 256;

/** The least recently used give way: embeddings by text, at most `capacity` of them. */
export class VectorCache {
  readonly #vectors = new Map<string, Float32Array>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#vectors.size;
  }

  get(text: string): Float32Array | undefined {
    const vector = this.#vectors.get(text);
    if (vector !== undefined) this.#put(text, vector);
    return vector;
  }

  /** Keeps `vector`, which must not change from now on. A text of more than 256 UTF-16 units is not kept. */
  set(text: string, vector: Float32Array): void {
    if (text.length > MAX_KEY_LENGTH) return;
    this.#put(text, vector);
    if (this.#vectors.size <= this.#capacity) return;
    for (const oldest of this.#vectors.keys()) {
      this.#vectors.delete(oldest);
      return;
    }
  }

  /** A map iterates in order of insertion. */
  #put(text: string, vector: Float32Array): void {
    this.#vectors.delete(text);
    this.#vectors.set(text, vector);
  }
}
