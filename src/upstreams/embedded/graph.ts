import { OnnxGraph } from './onnx-graph.ts';
import { addTransformerLayer } from './transformer-layer.ts';
import type { Weights } from './weights.ts';

/** Tokens that the model looks at; its own graph clips a text there (ClipToMaxLength). */
export const MAX_TOKENS = 128;
/** Floats of an embedding. */
export const DIMENSIONS = 512;

const ENCODER = 'module_apply_default/Encoder_en/KonaTransformer/Encode';
const TIMING = `${ENCODER}/TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`;
const HIDDEN = 'module/Encoder_en/hidden_layers/tanh_layer_0';

/** Far enough below any score that softmax gives exactly 0 in float32. */
const MASKED = -1e9;

/**
 * Universal Sentence Encoder lite (Cer et al. 2018, arXiv:1803.11175, the transformer variant) as an ONNX ModelProto, its
 * weights outside it, in packed form: the tokens of all texts lie behind one another on one axis, so no padding is computed.
 *
 * Inputs, int32: `tokens` [T] vocabulary ids, `positions` [T] in 0..MAX_TOKENS-1 within the token's own text, `segments` [T]
 * the row of the token's text (-1: of none), `rows` [N, 1] = 0..N-1. Output, float32: `embeddings` [N, DIMENSIONS], each row
 * of length 1. The attention mask makes memory and part of the time grow with T squared: keep T small.
 */
export function buildEncoderGraph(weights: Weights): Uint8Array {
  const graph = new OnnxGraph();
  const segments = graph.input('segments', 'int32', ['T']);
  const sameText = graph.op('Equal', [
    graph.op('Unsqueeze', [segments, graph.ints(0)]),
    graph.op('Unsqueeze', [segments, graph.ints(1)]),
  ]);
  const mask = graph.op('Where', [sameText, graph.scalar(0), graph.scalar(MASKED)]);
  let x = addEmbeddings(graph, weights);
  x = addTransformerLayer(graph, weights, { index: 0, width: 256, mask }, x);
  x = addTransformerLayer(graph, weights, { index: 1, width: 512, mask }, x);
  graph.output('embeddings', addPooling(graph, weights, segments, x), 'float32', ['N', DIMENSIONS]);
  return graph.encode();
}

/** [T, 256]: the token's vector twice (the original adds the timing signal to it, then the sum to it again) plus the timing signal. */
function addEmbeddings(graph: OnnxGraph, weights: Weights): string {
  const table = weights.get('module/Embeddings_en');
  const tokens = graph.input('tokens', 'int32', ['T']);
  const positions = graph.input('positions', 'int32', ['T']);
  const vectors = graph.op('Gather', [graph.stored(table.shape, table.offset, table.length), tokens]);
  const timing = graph.op('Gather', [timingTable(graph, weights), positions]);
  return graph.op('Add', [graph.op('Add', [vectors, vectors]), timing]);
}

/** [MAX_TOKENS, 256]: for each position the sines, then the cosines, of position times each frequency. */
function timingTable(graph: OnnxGraph, weights: Weights): string {
  const frequencies = weights.floats(TIMING);
  const count = frequencies.length;
  const table = new Float32Array(MAX_TOKENS * 2 * count);
  for (let position = 0; position < MAX_TOKENS; position += 1) {
    frequencies.forEach((frequency, i) => {
      const angle = Math.fround(position * frequency);
      table[position * 2 * count + i] = Math.sin(angle);
      table[position * 2 * count + count + i] = Math.cos(angle);
    });
  }
  return graph.constant('float32', [MAX_TOKENS, 2 * count], new Uint8Array(table.buffer));
}

/** [N, DIMENSIONS]: the mean over each text's tokens, a dense tanh layer, L2 normalised. */
function addPooling(graph: OnnxGraph, weights: Weights, segments: string, x: string): string {
  const rows = graph.input('rows', 'int32', ['N', 1]);
  const member = graph.cast(graph.op('Equal', [rows, segments]), 'float32');
  const count = graph.op('ReduceSum', [member, graph.ints(1)]);
  const mean = graph.op('Div', [graph.op('MatMul', [member, x]), graph.op('Max', [count, graph.scalar(1)])]);
  const kernel = weights.get(`${HIDDEN}/weights`);
  const bias = weights.get(`${HIDDEN}/bias`);
  const dense = graph.op('Gemm', [
    mean,
    graph.stored(kernel.shape, kernel.offset, kernel.length),
    graph.stored(bias.shape, bias.offset, bias.length),
  ]);
  return graph.op('LpNormalization', [graph.op('Tanh', [dense])], { axis: 1, p: 2 });
}
