import type { OnnxGraph } from './onnx-graph.ts';
import type { Weights } from './weights.ts';

const HEADS = 4;
const OUTPUT_WIDTH = 512;
const INNER_WIDTH = 1536;
const LAYER_NORM_EPSILON = 1e-6;

const SCOPE = 'Encoder_en/KonaTransformer/Encode';
const VARIABLE = 'ConcatPartitions/concat';

export interface LayerOptions {
  readonly index: 0 | 1;
  /** Floats per token that come in; the layer gives 512. */
  readonly width: number;
  /** Value name of [T, T]: added to every attention score. */
  readonly mask: string;
}

/** Adds a pre-norm transformer layer over `x` [T, width]; returns the value name of its output [T, 512]. */
export function addTransformerLayer(graph: OnnxGraph, weights: Weights, options: LayerOptions, x: string): string {
  const layer = new Layer(graph, weights, options);
  const attended = graph.op('Add', [layer.attention(x), layer.residual(x)]);
  return graph.op('Add', [layer.feedForward(attended), attended]);
}

class Layer {
  readonly #graph: OnnxGraph;
  readonly #weights: Weights;
  readonly #options: LayerOptions;

  constructor(graph: OnnxGraph, weights: Weights, options: LayerOptions) {
    this.#graph = graph;
    this.#weights = weights;
    this.#options = options;
  }

  /** [T, width] to [T, 512]: scaled dot-product attention of four heads. */
  attention(x: string): string {
    const graph = this.#graph;
    const width = this.#options.width;
    const normal = this.#layerNorm(x, 'layer_prepostprocess', width);
    const projected = this.#attentionDense(normal, 'qkv_transform_single', [width, 3 * width]);
    const [query, key, value] = this.#heads(projected);
    const scaled = graph.op('Mul', [query, graph.scalar(1 / Math.sqrt(width / HEADS))]);
    const scores = graph.op('MatMul', [scaled, graph.op('Transpose', [key], { perm: [0, 2, 1] })]);
    const shares = graph.op('Softmax', [graph.op('Add', [scores, this.#options.mask])], { axis: -1 });
    const heads = graph.op('Transpose', [graph.op('MatMul', [shares, value])], { perm: [1, 0, 2] });
    const joined = graph.op('Reshape', [heads, graph.ints(0, width)]);
    return this.#attentionDense(joined, 'output_transform_single', [width, OUTPUT_WIDTH]);
  }

  /** The input itself, made as wide as the output by a dense layer where it is not. */
  residual(x: string): string {
    const { index, width } = this.#options;
    if (width === OUTPUT_WIDTH) return x;
    const dense = `module_apply_default/${SCOPE}/Layer_${index}/TransformerLayer/dense`;
    return this.#dense(x, `${dense}/kernel/${VARIABLE}`, `${dense}/bias/${VARIABLE}`, [width, OUTPUT_WIDTH]);
  }

  /** [T, 512] to [T, 512]. */
  feedForward(x: string): string {
    const normal = this.#layerNorm(x, 'FFN/layer_prepostprocess', OUTPUT_WIDTH);
    const inner = this.#feedForwardDense(normal, 'conv1', [OUTPUT_WIDTH, INNER_WIDTH]);
    return this.#feedForwardDense(this.#graph.op('Relu', [inner]), 'conv2', [INNER_WIDTH, OUTPUT_WIDTH]);
  }

  /** [T, 3 * width], queries, keys and values side by side, to three times [HEADS, T, width / HEADS]. */
  #heads(projected: string): [string, string, string] {
    const graph = this.#graph;
    const split = graph.op('Reshape', [projected, graph.ints(0, 3 * HEADS, this.#options.width / HEADS)]);
    const byHead = graph.op('Transpose', [split], { perm: [1, 0, 2] });
    return graph.ops('Split', 3, [byHead], { axis: 0 }) as [string, string, string];
  }

  #layerNorm(x: string, scope: string, width: number): string {
    const prefix = `module_apply_default/${SCOPE}/Layer_${this.#options.index}/TransformerLayer/${scope}/layer_norm`;
    const scale = this.#constant(`${prefix}/layer_norm_scale/${VARIABLE}`, [width]);
    const bias = this.#constant(`${prefix}/layer_norm_bias/${VARIABLE}`, [width]);
    return this.#graph.op('LayerNormalization', [x, scale, bias], { axis: -1, epsilon: { float: LAYER_NORM_EPSILON } });
  }

  #attentionDense(x: string, name: string, shape: readonly number[]): string {
    const scope = `${SCOPE}/Layer_${this.#options.index}/TransformerLayer/MultiheadAttention/${name}`;
    return this.#dense(x, `module/${scope}/kernel/part_0`, `module_apply_default/${scope}/bias/${VARIABLE}`, shape);
  }

  #feedForwardDense(x: string, name: string, shape: readonly number[]): string {
    const scope = `Layer_${this.#options.index}/TransformerLayer/FFN/${name}`;
    const kernel = `module_apply_default/${SCOPE}/TransformerStack/${scope}/Tensordot/Reshape_1`;
    return this.#dense(x, kernel, `module_apply_default/${SCOPE}/${scope}/bias/${VARIABLE}`, shape);
  }

  #dense(x: string, kernel: string, bias: string, shape: readonly number[]): string {
    return this.#graph.op('Gemm', [x, this.#constant(kernel, shape), this.#constant(bias, shape.slice(-1))]);
  }

  #constant(name: string, shape: readonly number[]): string {
    const { offset, length } = this.#weights.get(name);
    return this.#graph.stored(shape, offset, length);
  }
}
