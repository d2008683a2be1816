import { setTimeout as delay } from 'node:timers/promises';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { type Clock, systemClock } from '../../../../src/kernel/clock.ts';
import { createSdkStream } from '../../../../src/sources/kinesis/sdk-stream.ts';
import { createStream, type Emulator, mergeShards, splitShard, testClient } from '../../../support/kinesis/emulators.ts';
import { FaultProxy } from '../../../support/kinesis/fault-proxy.ts';
import type { OpenWorld } from './world.ts';

/** Longer than this nobody waits in earnest. */
const LONGEST_WAIT_MS = 10_000;

export interface EmulatedWorlds {
  readonly open: OpenWorld;
  readonly close: () => Promise<void>;
}

/**
 * Streams of an emulator, read by the SDK through a proxy that imposes the limits of Kinesis.
 * @param advanceClock puts the emulator's clock forward; without it, time passes as it does
 */
export async function emulatedWorlds(emulator: Emulator, advanceClock?: (ms: number) => Promise<void>): Promise<EmulatedWorlds> {
  let aheadMs = 0;
  const clock: Clock = {
    ...systemClock,
    now: () => systemClock.now() + aheadMs,
    wallNow: () => systemClock.wallNow() + aheadMs,
  };
  const proxy = await FaultProxy.start(emulator.url, clock);
  proxy.reads.impose();
  const operator = testClient(emulator.url);
  const reader = testClient(proxy.url, 2000);
  const at = (stream: string) => createSdkStream({ stream }, reader);
  const pass = async (ms: number): Promise<void> => {
    if (advanceClock === undefined) return wait(ms);
    await advanceClock(ms);
    aheadMs += ms;
  };
  let streams = 0;
  const open: OpenWorld = async () => {
    streams += 1;
    const name = `stream-${streams}`;
    await createStream(operator, name, 2);
    return {
      stream: at(name),
      nowhere: at('nowhere'),
      put: async (partitionKey, data, explicitHashKey) => {
        const record = { PartitionKey: partitionKey, Data: data, ExplicitHashKey: explicitHashKey };
        const { ShardId = '', SequenceNumber = '' } = await operator.send(new PutRecordCommand({ StreamName: name, ...record }));
        return { shardId: ShardId, sequenceNumber: SequenceNumber };
      },
      split: (shardId) => splitShard(operator, name, shardId),
      merge: (...shardIds) => mergeShards(operator, name, ...shardIds),
      wallNow: () => clock.wallNow(),
      pass,
    };
  };
  const close = async (): Promise<void> => {
    operator.destroy();
    reader.destroy();
    await proxy.close();
    await emulator.close();
  };
  return { open, close };
}

async function wait(ms: number): Promise<void> {
  if (ms > LONGEST_WAIT_MS) throw new Error(`Expected a wait of at most ${LONGEST_WAIT_MS} ms: the clock cannot be put forward`);
  await delay(ms);
}
