import type { Clock } from '../kernel/clock.ts';
import { createDiscardSink } from '../sinks/discard.ts';
import type { FailureSinkOptions } from '../sinks/options.ts';
import type { Sink, SinkListener } from '../sinks/port.ts';
import { createStdoutSink } from '../sinks/stdout.ts';

export interface SinkContext {
  readonly clock: Clock;
  readonly listener: SinkListener;
  /**
   * Whether records of one partition key are stored in the order of `put`. A Kinesis sink then stores one at a time of each key.
   * @default true
   */
  readonly keepsOrder?: boolean;
}

/**
 * A sink as configured; those that need more than Node are loaded when they are.
 * @throws when a file cannot be opened or made
 */
export async function createSink(options: FailureSinkOptions, context: SinkContext): Promise<Sink> {
  switch (options.type) {
    case 'kinesis':
      return (await import('../sinks/kinesis/index.ts')).createKinesisSink(options, context);
    case 'jsonl':
      return (await import('../sinks/jsonl/index.ts')).createJsonlSink(options, context);
    case 'stdout':
      return createStdoutSink(context);
    case 'discard':
      return createDiscardSink(context.listener);
  }
}
