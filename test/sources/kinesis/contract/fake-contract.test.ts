import { FakeStream } from '../../../support/kinesis/fake-stream.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { streamContract } from './stream-contract.ts';

for (const endsWithRecords of [false, true])
  streamContract(`the fake, whose last page ${endsWithRecords ? 'has records' : 'is empty'}`, async () => {
    const clock = new VirtualClock(500);
    const stream = new FakeStream(clock, { shards: 2, endsWithRecords });
    const nowhere = new FakeStream(clock);
    nowhere.wire.interfere({ how: 'refused', fault: 'missing' });
    return {
      stream,
      nowhere,
      put: async (...record) => stream.put(...record),
      split: async (shardId) => void stream.split(shardId),
      merge: async (...shardIds) => void stream.merge(...shardIds),
      wallNow: () => clock.wallNow(),
      pass: (ms) => clock.advance(ms),
    };
  });
