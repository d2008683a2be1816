import type { Clock } from '../../kernel/clock.ts';
import type { KinesisSinkOptions } from '../options.ts';
import type { Sink, SinkListener } from '../port.ts';
import { KinesisSink } from './kinesis-sink.ts';
import { createSdkPut } from './sdk-put.ts';

export interface KinesisSinkContext {
  readonly clock: Clock;
  readonly listener: SinkListener;
  /** Whether records of one partition key are stored in the order of `put`. @default true */
  readonly keepsOrder?: boolean;
}

/** Writes to a stream of Amazon Kinesis. That there is such a stream is found out by the first call, and told to the listener. */
export function createKinesisSink(options: KinesisSinkOptions, { clock, listener, keepsOrder = true }: KinesisSinkContext): Sink {
  const { maxRecordBytes, maxRequestBytes } = options;
  return new KinesisSink({ maxRecordBytes, maxRequestBytes, keepsOrder }, { clock, listener, stream: createSdkPut(options) });
}
