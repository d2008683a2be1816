import type { LeaseStore } from '../../../../src/sources/kinesis/lease-port.ts';
import type { StreamPort } from '../../../../src/sources/kinesis/stream-port.ts';
import type { FakeLeaseStore } from '../../../support/kinesis/fake-lease-store.ts';
import type { FakeStream } from '../../../support/kinesis/fake-stream.ts';
import type { Storing } from '../../../support/sink-of.ts';
import type { SlowSink } from './services.ts';
import type { Breaks } from './world.ts';

/** The same, but for one method. */
function instead<T extends object, Name extends keyof T>(target: T, name: Name, method: T[Name]): T {
  return new Proxy(target, {
    get: (_, asked) => {
      if (asked === name) return method;
      const value: unknown = Reflect.get(target, asked, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Mistakes that a consumer could make, made around the real one: a model check that does not find them checks nothing. */
export const BROKEN: Readonly<Record<string, Breaks>> = {
  'checkpoint on receipt': {
    results: (sink: SlowSink): Storing =>
      instead<Storing, 'store'>(sink, 'store', (record) => {
        void sink.store(record);
        return Promise.resolve({ kind: 'durable' });
      }),
  },
  'renewal without condition': {
    leases: (store: FakeLeaseStore): LeaseStore =>
      instead<LeaseStore, 'renew'>(store, 'renew', (lease) => store.renewAnyway(lease)),
  },
  'AFTER for a sub-sequence': {
    stream: (stream: FakeStream): StreamPort =>
      instead<StreamPort, 'iterator'>(stream, 'iterator', (shardId, from) =>
        stream.iterator(shardId, from.kind === 'AT_SEQUENCE_NUMBER' ? { ...from, kind: 'AFTER_SEQUENCE_NUMBER' } : from),
      ),
  },
};
