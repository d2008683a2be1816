export type { Emulator } from './emulator.ts';
export { startDynalite, startKinesalite } from './in-process.ts';
export { type KinesisLocal, startKinesisLocal } from './kinesis-local.ts';
export { createStream, mergeShards, setShardCount, splitShard, TEST_CREDENTIALS, testClient } from './operator.ts';
