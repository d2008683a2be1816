import type { Sink, SinkRecord, Stored } from '../../src/sinks/port.ts';

/** What stores records, each in its own time. */
export interface Storing {
  store(record: SinkRecord): Promise<Stored>;
  close?(): Promise<void>;
}

/** A sink that stores in it; a promise that is never settled is how a process dies. */
export function sinkOf(storing: Storing): Sink {
  return {
    put(record, depositor) {
      storing.store(record).then(
        (stored) => depositor.stored(stored),
        (error: Error) => depositor.lost(error),
      );
    },
    close: () => storing.close?.() ?? Promise.resolve(),
  };
}
