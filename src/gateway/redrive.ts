import { type Clock, systemClock } from '../kernel/clock.ts';
import type { KinesisSinkOptions } from '../sinks/options.ts';
import type { Sink, SinkListener } from '../sinks/port.ts';
import type { StreamOptions } from '../sources/kinesis/options.ts';
import { fileLetters } from '../sources/kinesis/redrive/file-letters.ts';
import type { Found } from '../sources/kinesis/redrive/found.ts';
import { Redrive } from '../sources/kinesis/redrive/redrive.ts';
import type { RedriveListener, RedriveReport } from '../sources/kinesis/redrive/report.ts';
import { streamLetters } from '../sources/kinesis/redrive/stream-letters.ts';
import type { SdkStream } from '../sources/kinesis/sdk-stream.ts';
import { StreamError } from '../sources/kinesis/stream-port.ts';
import { createSink } from './create-sink.ts';

export { DEATHS } from '../sources/kinesis/records/record-form.ts';
export type { RedriveReport } from '../sources/kinesis/redrive/report.ts';
export { StreamError } from '../sources/kinesis/stream-port.ts';

/** Where dead letters lie: a file's bytes, or a stream. */
export type DeadLetters = AsyncIterable<Uint8Array> | KinesisSinkOptions;

export interface RedriveRequest {
  /** The name that the config gives the stream, and what it says of it. */
  readonly name: string;
  readonly options: Pick<StreamOptions, 'source' | 'ordering'>;
  readonly from: DeadLetters;
  readonly codes: ReadonlySet<string> | undefined;
  readonly limit: number;
  readonly isDryRun: boolean;
}

export interface RedriveSurroundings extends RedriveListener {
  /** Something is wrong that may pass; it is tried again. */
  troubled(message: string): void;
}

/** How long what was sent may still take when it is stopped. */
const STOP_GRACE_MS = 5000;

const MAX_REQUEST_BYTES = 5 * 1024 * 1024;

/**
 * Puts dead letters of a stream back into it, with the data and the partition keys that they had.
 * @throws {StreamError} when the stream cannot be reached; what comes after is in the report
 */
export async function redrive(request: RedriveRequest, told: RedriveSurroundings, stop: AbortSignal): Promise<RedriveReport> {
  const clock = systemClock;
  // Stopped by whoever asked for it, or by the stream that refuses whatever it is sent.
  const failing = new AbortController();
  const signal = AbortSignal.any([stop, failing.signal]);
  const closing: (() => void)[] = [];
  try {
    const letters = await openLetters(request.from, { clock, told, signal, closing });
    const stream = request.isDryRun ? undefined : await openSource(request, { clock, listener: sinkListener(told, failing) });
    if (stream !== undefined) {
      signal.addEventListener('abort', () => void stream.close(stop.aborted ? STOP_GRACE_MS : 0), { once: true });
      closing.push(() => void stream.close(0));
    }
    const { name, codes, limit } = request;
    return await new Redrive({ stream: name, codes, limit }, { stream, listener: told }).run(letters, signal);
  } finally {
    for (const close of closing) close();
  }
}

interface LettersAround {
  readonly clock: Clock;
  readonly told: RedriveSurroundings;
  readonly signal: AbortSignal;
  readonly closing: (() => void)[];
}

async function openLetters(from: DeadLetters, { clock, told, signal, closing }: LettersAround): Promise<AsyncIterable<Found>> {
  if (Symbol.asyncIterator in from) return fileLetters(from);
  const stream = await openStream(from);
  closing.push(() => stream.close());
  return streamLetters({ clock, stream, troubled: (message) => told.troubled(message) }, signal);
}

/** The stream as a sink; how large its records may be, it says itself. @throws {StreamError} where there is no such stream */
async function openSource(
  { options: { source, ordering } }: RedriveRequest,
  context: { readonly clock: Clock; readonly listener: SinkListener },
): Promise<Sink> {
  const stream = await openStream(source);
  const { maxRecordBytes } = await stream.describe().finally(() => stream.close());
  const { streamName, region, endpointUrl } = source;
  const place = { streamName, ...(region !== undefined && { region }), ...(endpointUrl !== undefined && { endpointUrl }) };
  const options = { type: 'kinesis', ...place, maxRecordBytes, maxRequestBytes: MAX_REQUEST_BYTES } as const;
  return createSink(options, { ...context, keepsOrder: ordering === 'partition-key' });
}

async function openStream({
  streamName,
  region,
  endpointUrl,
}: Pick<KinesisSinkOptions, 'streamName' | 'region' | 'endpointUrl'>): Promise<SdkStream> {
  const { createSdkStream } = await import('../sources/kinesis/sdk-stream.ts');
  return createSdkStream({
    stream: streamName,
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  });
}

/** Throttling is how a shard says what it takes; what is denied stays denied until somebody does something about it. */
function sinkListener(told: RedriveSurroundings, failing: AbortController): SinkListener {
  return {
    wrote() {},
    failed(reason, _records, message) {
      if (reason === 'denied') failing.abort(new StreamError('denied', message));
      else if (reason === 'unavailable') told.troubled(message);
    },
  };
}
