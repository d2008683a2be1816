import { sleep } from '../../kernel/sleep.ts';
import type { StreamOptions } from '../../sources/kinesis/options.ts';
import { createStream, type Stream, type StreamSurroundings } from '../create-stream.ts';

/** How long a stream is waited for; one that cannot be reached by then goes on trying. */
const START_MS = 5000;

/** @throws {Error} for a stream that can never be consumed, and for a sink that cannot be opened; nothing of it is left open then */
export async function startStream(
  name: string,
  options: StreamOptions,
  around: StreamSurroundings,
  onFault: (thrown: unknown) => void,
): Promise<Stream> {
  const stream = await createStream(name, options, around);
  const started = stream.consumer.start().catch((thrown: unknown) => {
    throw new Error(`streams.${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
  });
  started.catch(onFault);
  const patience = new AbortController();
  try {
    await Promise.race([started, sleep(around.clock, START_MS, patience.signal).catch(() => undefined)]);
    return stream;
  } catch (thrown) {
    await stream.close(0);
    throw thrown;
  } finally {
    patience.abort();
  }
}
