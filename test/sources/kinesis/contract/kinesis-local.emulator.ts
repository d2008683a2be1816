import { after } from 'node:test';
import { startKinesisLocal } from '../../../support/kinesis/emulators.ts';
import { emulatedWorlds } from './emulated-world.ts';
import { streamContract } from './stream-contract.ts';

const emulator = await startKinesisLocal();
const { open, close } = await emulatedWorlds(emulator, (ms) => emulator.advanceClock(ms));
after(close);

streamContract('the SDK on kinesis-local', open, {
  'how far behind a page is grows with time while there is more, and is 0 at the tip':
    'it counts from the last record of the shard, not from now',
  'a time in the future is refused': 'it takes it for the tip',
});
