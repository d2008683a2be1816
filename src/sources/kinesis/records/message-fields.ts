const [VARINT, FIXED64, LENGTH_DELIMITED, FIXED32] = [0, 1, 2, 5];

/** A varint has ten bytes at most: 64 bits, seven a byte. */
const MAX_VARINT_BYTES = 10;
const MAX_TAG = 0xffff_ffff;

/**
 * The fields of one Protocol Buffers message, read from first to last, without a copy. Where the bytes are no message any more
 * it is at its end at once and `isSound` is false: whoever reads asks for that once, behind the last field. Groups, which
 * nothing has written since proto2 was young, are taken for unsound. Source: https://protobuf.dev/programming-guides/encoding/.
 */
export class MessageFields {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;
  #isSound = true;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get isSound(): boolean {
    return this.#isSound;
  }

  /** The tag of the next field: its number * 8 + its wire type; 0, which is none, at the end. */
  next(): number {
    if (this.#at === this.#end) return 0;
    const tag = this.varint();
    return tag >= 8 && tag <= MAX_TAG ? tag : this.#unsound();
  }

  /** Rounded above 2^53, where no index and no length is. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < MAX_VARINT_BYTES && this.#at < this.#end; count += 1) {
      const byte = this.#bytes[this.#at] ?? 0;
      this.#at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return this.#unsound();
  }

  /** A view of a field's bytes. */
  bytes(): Buffer {
    const start = this.#pass();
    return this.#bytes.subarray(start, this.#at);
  }

  message(): MessageFields {
    const start = this.#pass();
    return new MessageFields(this.#bytes, start, this.#at);
  }

  /** Passes a field that means nothing to the reader. */
  skip(tag: number): void {
    switch (tag & 7) {
      case VARINT:
        this.varint();
        break;
      case FIXED64:
        this.#advance(8);
        break;
      case LENGTH_DELIMITED:
        this.#pass();
        break;
      case FIXED32:
        this.#advance(4);
        break;
      default:
        this.#unsound();
    }
  }

  /** @returns where what has a length begins; it ends where the next field does */
  #pass(): number {
    const length = this.varint();
    const start = this.#at;
    this.#advance(length);
    return this.#isSound ? start : this.#end;
  }

  #advance(bytes: number): void {
    if (bytes <= this.#end - this.#at) this.#at += bytes;
    else this.#unsound();
  }

  #unsound(): 0 {
    this.#isSound = false;
    this.#at = this.#end;
    return 0;
  }
}
