import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type EncodedTexts, Encoder } from './encoder.ts';
import { RunGate } from './run-gate.ts';

/** What the thread is started with. */
export interface EncoderWorkerData {
  readonly encoderFolder: string;
  /** A RunGate's. */
  readonly gateMemory: SharedArrayBuffer;
}

/** What it is sent: texts to encode, one list at a time, and at last `close`, at which it ends. */
export type EncoderWorkerCall = readonly string[] | 'close';

/** What it answers to each list of texts; before that, once, `ready`. */
export type EncoderWorkerReply = 'ready' | { readonly encoded: EncodedTexts } | { readonly error: string };

/** This module, the thread's entry: named from here because its file name differs between source and build. */
export const encoderWorkerUrl = new URL(import.meta.url);

async function serve(port: MessagePort, data: EncoderWorkerData): Promise<void> {
  const encoder = await Encoder.load(data.encoderFolder, new RunGate(data.gateMemory));
  port.on('message', (call: EncoderWorkerCall) => {
    if (call === 'close') port.close();
    else void answer(port, encoder, call);
  });
  port.postMessage('ready' satisfies EncoderWorkerReply);
}

async function answer(port: MessagePort, encoder: Encoder, texts: readonly string[]): Promise<void> {
  try {
    const encoded = await encoder.encode(texts);
    port.postMessage({ encoded } satisfies EncoderWorkerReply, [encoded.vectors.buffer as ArrayBuffer]);
  } catch (error) {
    port.postMessage({ error: String(error) } satisfies EncoderWorkerReply);
  }
}

/** The main thread imports this module too, for the URL. */
function isEncoderWorkerData(data: unknown): data is EncoderWorkerData {
  return typeof data === 'object' && data !== null && 'encoderFolder' in data;
}

if (parentPort !== null && isEncoderWorkerData(workerData)) await serve(parentPort, workerData);
