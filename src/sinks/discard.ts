import type { Sink, SinkListener } from './port.ts';
import { SinkClosedError } from './sink-closed-error.ts';

/** For dead letters that nobody wants: each is counted as written, and gone. */
export function createDiscardSink(listener: SinkListener): Sink {
  let isClosed = false;
  return {
    put({ data }, depositor) {
      if (isClosed) {
        depositor.lost(new SinkClosedError('The sink is closed.'));
        return;
      }
      listener.wrote(1, data.length, 0);
      depositor.stored({ kind: 'durable' });
    },
    async close() {
      isClosed = true;
    },
  };
}
