import { startKinesisLocal } from '../../../support/kinesis/emulators.ts';

/** Starts an emulator, says its process id, and waits to be killed. */
const { pid } = await startKinesisLocal();
process.send?.(pid);
