import type { CallSignal } from '../../kernel/call-abort.ts';
import type { EmbedRequest } from './embed-request.ts';
import type { EncodedTexts } from './encoder.ts';
import { DIMENSIONS, MAX_TOKENS } from './graph.ts';
import { refuseEmbed } from './refusal.ts';
import { VectorCache } from './vector-cache.ts';
import { type EmbeddedLabel, rankLabels } from './zero-shot.ts';
import type { ZeroShotRequest } from './zero-shot-request.ts';

/** Turns N texts into their embeddings. */
export type Encode = (texts: readonly string[], signal: CallSignal) => Promise<EncodedTexts>;

/** Hypotheses whose embeddings are kept, 2 kB each. */
const CACHED_LABELS = 1024;

/** The two tasks on top of an encoder. Answers are plain JSON values, numbers rounded to seven decimals. */
export class Model {
  readonly #encode: Encode;
  readonly #labels = new VectorCache(CACHED_LABELS);

  constructor(encode: Encode) {
    this.#encode = encode;
  }

  /** A list of DIMENSIONS numbers for each text. @throws {Refusal} for a text of too many tokens that may not be cut. */
  async embed({ texts, truncate }: EmbedRequest, signal: CallSignal): Promise<number[][]> {
    const { vectors, tokenCounts } = await this.#encode(texts, signal);
    const longest = tokenCounts.reduce((most, count) => Math.max(most, count), 0);
    if (!truncate && longest > MAX_TOKENS) {
      throw refuseEmbed(`\`inputs\` must have at most ${MAX_TOKENS} tokens. Given: ${longest}`, 413);
    }
    return texts.map((_, i) => Array.from(row(vectors, i), rounded));
  }

  /** `{sequence, labels, scores}` for each text, highest score first; bare where the request's text was. */
  async classify(request: ZeroShotRequest, signal: CallSignal): Promise<object> {
    const { vectors, labels } = await this.#encodeWithLabels(request, signal);
    const answers = request.texts.map((sequence, i) => {
      const ranking = rankLabels(row(vectors, i), labels, request.multiLabel);
      return { sequence, labels: ranking.labels, scores: ranking.scores.map(rounded) };
    });
    return request.single ? (answers[0] as object) : answers;
  }

  /** One call of the encoder, for the texts and those labels that it has not seen lately. */
  async #encodeWithLabels({ texts, labels, template }: ZeroShotRequest, signal: CallSignal) {
    const hypotheses = labels.map((label) => template.replaceAll('{}', () => label));
    const known = new Map(hypotheses.map((hypothesis) => [hypothesis, this.#labels.get(hypothesis)]));
    const unseen = [...known.keys()].filter((hypothesis) => known.get(hypothesis) === undefined);
    const { vectors } = await this.#encode([...texts, ...unseen], signal);
    unseen.forEach((hypothesis, i) => {
      const vector = row(vectors, texts.length + i).slice();
      known.set(hypothesis, vector);
      this.#labels.set(hypothesis, vector);
    });
    const vectorOf = (i: number) => known.get(hypotheses[i] as string) as Float32Array;
    return { vectors, labels: labels.map((label, i): EmbeddedLabel => ({ label, vector: vectorOf(i) })) };
  }
}

function row(vectors: Float32Array, index: number): Float32Array {
  return vectors.subarray(index * DIMENSIONS, (index + 1) * DIMENSIONS);
}

/** Batches of other sizes move the eighth decimal, and a row of 512 short numbers is half as long to send. */
function rounded(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}
