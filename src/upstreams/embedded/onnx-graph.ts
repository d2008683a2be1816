import { ProtobufMessage } from './protobuf.ts';

/** Opset 17 is the first with LayerNormalization; IR version 8 is the one that came with it. */
const OPSET = 17;
const IR_VERSION = 8;

/** The name under which a graph refers to the constants kept outside it. */
export const STORE = 'weights';
const DATA_LOCATION_EXTERNAL = 1;

const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** The TensorProto.DataType numbers of the element types in use. */
const ELEMENT_TYPES = { float32: 1, int32: 6, int64: 7 } as const;
type ElementType = keyof typeof ELEMENT_TYPES;

/** A float must say so, since 2 may be meant as 2.0. */
type Attribute = number | readonly number[] | { readonly float: number };

type Attributes = Readonly<Record<string, Attribute>>;

/** A named axis, or a fixed length. */
type Dimension = string | number;

/**
 * An ONNX graph under construction, node by node in execution order; `encode` gives a ModelProto for an ONNX runtime.
 * Values are named by strings, which every method returns. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
export class OnnxGraph {
  readonly #graph = new ProtobufMessage().text(2, 'graph');
  #values = 0;

  input(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.#graph.message(11, valueInfo(name, type, shape));
    return name;
  }

  /** Gives the graph's caller `value` under `name`. */
  output(name: string, value: string, type: ElementType, shape: readonly Dimension[]): void {
    this.#node('Identity', [value], [name], {});
    this.#graph.message(12, valueInfo(name, type, shape));
  }

  /** A constant; `bytes` are its elements in C order, little-endian. */
  constant(type: ElementType, shape: readonly number[], bytes: Uint8Array): string {
    return this.#initializer(type, shape, new ProtobufMessage().bytes(9, bytes));
  }

  /**
   * A float32 constant that stays outside the graph, `length` bytes from `offset` in the file `STORE`: the runtime is handed
   * that file's content along with the graph, which spares tens of megabytes two copies.
   */
  stored(shape: readonly number[], offset: number, length: number): string {
    const place = new ProtobufMessage();
    for (const [key, value] of Object.entries({ location: STORE, offset, length })) {
      place.message(13, new ProtobufMessage().text(1, key).text(2, String(value)));
    }
    return this.#initializer('float32', shape, place.int(14, DATA_LOCATION_EXTERNAL));
  }

  scalar(value: number): string {
    return this.constant('float32', [], new Uint8Array(Float32Array.of(value).buffer));
  }

  ints(...values: readonly number[]): string {
    const elements = BigInt64Array.from(values, BigInt);
    return this.constant('int64', [values.length], new Uint8Array(elements.buffer));
  }

  cast(value: string, type: ElementType): string {
    return this.op('Cast', [value], { to: ELEMENT_TYPES[type] });
  }

  /** A node with one output. */
  op(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const [output] = this.ops(type, 1, inputs, attributes);
    return output as string;
  }

  /** A node with `count` outputs. */
  ops(type: string, count: number, inputs: readonly string[], attributes: Attributes = {}): string[] {
    const outputs = Array.from({ length: count }, () => this.#nextName('v'));
    this.#node(type, inputs, outputs, attributes);
    return outputs;
  }

  encode(): Uint8Array {
    const opset = new ProtobufMessage().text(1, '').int(2, OPSET);
    return new ProtobufMessage().int(1, IR_VERSION).message(7, this.#graph).message(8, opset).encode();
  }

  #initializer(type: ElementType, shape: readonly number[], tensor: ProtobufMessage): string {
    const name = this.#nextName('c');
    for (const side of shape) tensor.int(1, side);
    this.#graph.message(5, tensor.int(2, ELEMENT_TYPES[type]).text(8, name));
    return name;
  }

  #node(type: string, inputs: readonly string[], outputs: readonly string[], attributes: Attributes): void {
    const node = new ProtobufMessage().text(4, type);
    for (const input of inputs) node.text(1, input);
    for (const output of outputs) node.text(2, output);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.#graph.message(1, node);
  }

  #nextName(prefix: string): string {
    this.#values += 1;
    return `${prefix}${this.#values}`;
  }
}

function attribute(name: string, value: Attribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, ATTRIBUTE_INT);
  if ('float' in value) return message.float(2, value.float).int(20, ATTRIBUTE_FLOAT);
  for (const element of value) message.int(8, element);
  return message.int(20, ATTRIBUTE_INTS);
}

function valueInfo(name: string, type: ElementType, dimensions: readonly Dimension[]): ProtobufMessage {
  const shape = new ProtobufMessage();
  for (const one of dimensions) shape.message(1, dimension(one));
  const tensor = new ProtobufMessage().int(1, ELEMENT_TYPES[type]).message(2, shape);
  return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
}

function dimension(value: Dimension): ProtobufMessage {
  return typeof value === 'string' ? new ProtobufMessage().text(2, value) : new ProtobufMessage().int(1, value);
}
