import type { Writable } from 'node:stream';
import { type LineOutput, LineSink, type LineSinkParts } from './line-sink.ts';
import type { Sink } from './port.ts';

/**
 * Lines on standard output. Durable is what the operating system has taken, so that a slow reader is waited for. When the reader
 * has gone (EPIPE), what waits and all that comes is rejected with a SinkClosedError.
 */
export function createStdoutSink(parts: LineSinkParts, stream: Writable = process.stdout): Sink {
  // A failed write is also told as an event, which nobody's hearing would end the process.
  const ignore = (): void => {};
  stream.on('error', ignore);
  return new LineSink(lineOutput(stream), parts);
}

function lineOutput(stream: Writable): LineOutput {
  return {
    append: (bytes) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error == null ? resolve() : reject(error)));
      }),
    // The stream is the process's, not ours: others may write to it yet.
    close: () => Promise.resolve(),
  };
}
