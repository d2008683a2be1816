import { after } from 'node:test';
import { startKinesalite } from '../../../support/kinesis/emulators.ts';
import { emulatedWorlds } from './emulated-world.ts';
import { streamContract } from './stream-contract.ts';

const { open, close } = await emulatedWorlds(await startKinesalite());
after(close);

streamContract('the SDK on kinesalite', open, {
  'how far behind a page is grows with time while there is more, and is 0 at the tip': 'it says 0 always',
  'AT a time before all records begins with the oldest, at one after all of them with what comes':
    'it never answers where no record arrived then or later',
  'an iterator lives for five minutes, and is expired then':
    'not seen: it runs in this process, whose clock cannot be put forward',
});
