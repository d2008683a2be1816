import type { Sink, SinkListener, SinkRecord, Stored } from './port.ts';
import { SinkClosedError } from './sink-closed-error.ts';

/** For dead letters that nobody wants: each is counted as written, and gone. */
export function createDiscardSink(listener: SinkListener): Sink {
  let isClosed = false;
  return {
    async put({ data }: SinkRecord): Promise<Stored> {
      if (isClosed) throw new SinkClosedError('The sink is closed.');
      listener.wrote(1, data.length, 0);
      return { kind: 'durable' };
    },
    async close() {
      isClosed = true;
    },
  };
}
