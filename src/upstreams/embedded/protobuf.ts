const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/**
 * One Protocol Buffers message under construction; each call appends one field. Payloads are kept as views and copied once,
 * by `encode`, because a model carries tens of megabytes. Source: https://protobuf.dev/programming-guides/encoding/.
 */
export class ProtobufMessage {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** A whole number, negative ones as int64 two's complement. */
  int(field: number, value: number): this {
    return this.#append(tag(field, VARINT), varint(value));
  }

  /** A float32. */
  float(field: number, value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    return this.#append(tag(field, FIXED32), bytes);
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#append(tag(field, LENGTH_DELIMITED), varint(value.length), value);
  }

  message(field: number, value: ProtobufMessage): this {
    return this.#append(tag(field, LENGTH_DELIMITED), varint(value.#length), ...value.#chunks);
  }

  encode(): Uint8Array {
    const out = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      out.set(chunk, at);
      at += chunk.length;
    }
    return out;
  }

  #append(...chunks: readonly Uint8Array[]): this {
    for (const chunk of chunks) {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
    }
    return this;
  }
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
