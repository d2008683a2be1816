import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { buildEncoderGraph, DIMENSIONS, MAX_TOKENS } from './graph.ts';
import { STORE } from './onnx-graph.ts';
import { packTokens, planPacks } from './packing.ts';
import { RunGate } from './run-gate.ts';
import { SentencePiece } from './sentencepiece.ts';
import { Weights } from './weights.ts';

export interface EncodedTexts {
  /** [N, DIMENSIONS], row by row; every row has length 1. */
  readonly vectors: Float32Array;
  /** Tokens of each text, before any was cut off. */
  readonly tokenCounts: Int32Array;
}

type Runtime = typeof import('onnxruntime-node');

/** One pack may be as long as the longest text; measured, larger packs are no faster and smaller ones no kinder to latency. */
const PACK_TOKENS = MAX_TOKENS;

/** One thread: the gateway's other core belongs to its event loop, and calls of this size gain nothing from more. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // A plan is kept for each shape ever seen, and every call has another shape.
  enableMemPattern: false,
  logSeverityLevel: 3,
};

/** Texts to embeddings. It computes in the calling thread, which it blocks: run it in a worker. */
export class Encoder {
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #tokeniser: SentencePiece;
  readonly #gate: RunGate;

  private constructor(runtime: Runtime, session: InferenceSession, tokeniser: SentencePiece, gate: RunGate) {
    this.#runtime = runtime;
    this.#session = session;
    this.#tokeniser = tokeniser;
    this.#gate = gate;
  }

  /**
   * Reads weights and vocabulary from the model package's folder; loading and every run pass through `gate`. Rejects when a
   * file is missing or the runtime cannot load.
   */
  static load(folder: string, gate = new RunGate()): Promise<Encoder> {
    return gate.pass(() => Encoder.#load(folder, gate));
  }

  static async #load(folder: string, gate: RunGate): Promise<Encoder> {
    const runtime = await import('onnxruntime-node');
    runtime.env.logLevel = 'error';
    const vocabulary = readFile(join(folder, 'vocab.json'), 'utf8');
    const weights = await Weights.read(folder);
    const externalData = [{ path: STORE, data: weights.bytes }];
    const session = await runtime.InferenceSession.create(buildEncoderGraph(weights), { ...SESSION_OPTIONS, externalData });
    return new Encoder(runtime, session, new SentencePiece(JSON.parse(await vocabulary)), gate);
  }

  /** Texts of any number, also none. A text counts up to its MAX_TOKENS-th token; the rest of it is ignored. Rejects once the gate is shut. */
  async encode(texts: readonly string[]): Promise<EncodedTexts> {
    const whole = texts.map((text) => this.#tokeniser.encode(text));
    const tokenCounts = Int32Array.from(whole, (ids) => ids.length);
    const clipped = whole.map((ids) => ids.slice(0, MAX_TOKENS));
    const vectors = new Float32Array(texts.length * DIMENSIONS);
    const lengths = clipped.map((ids) => ids.length);
    for (const { from, to } of planPacks(lengths, PACK_TOKENS)) {
      vectors.set(await this.#run(clipped.slice(from, to)), from * DIMENSIONS);
    }
    return { vectors, tokenCounts };
  }

  async #run(texts: readonly (readonly number[])[]): Promise<Float32Array> {
    const { tokens, positions, segments } = packTokens(texts);
    const rows = Int32Array.from(texts, (_, row) => row);
    const feeds = {
      tokens: this.#tensor(tokens, [tokens.length]),
      positions: this.#tensor(positions, [positions.length]),
      segments: this.#tensor(segments, [segments.length]),
      rows: this.#tensor(rows, [rows.length, 1]),
    };
    const { embeddings } = await this.#gate.pass(() => this.#session.run(feeds));
    return embeddings?.data as Float32Array;
  }

  #tensor(elements: Int32Array, shape: readonly number[]): Tensor {
    return new this.#runtime.Tensor('int32', elements, shape);
  }
}
